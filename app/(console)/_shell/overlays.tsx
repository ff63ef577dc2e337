'use client';
import dynamic from 'next/dynamic';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useEffect, useMemo, useState } from 'react';
import { type Command, useCommands } from '@/app/_client/commands';
import { useMe } from '@/app/_client/me';
import { type Overlay, onOpenOverlay, openOverlay } from './open-overlay';
import { PLACES } from './places';

const Palette = dynamic(() => import('./palette').then((module) => module.Palette), { ssr: false });
const KeySheet = dynamic(() => import('./key-sheet').then((module) => module.KeySheet), { ssr: false });

function useShellCommands(): void {
  const t = useTranslations('shell');
  const router = useRouter();
  const { actions } = useMe();
  const commands = useMemo<Command[]>(
    () => [
      ...PLACES.filter((place) => actions.includes(place.action)).map((place) => ({
        id: `go.${place.id}`,
        title: t(place.title),
        keys: [place.keys],
        group: t('groupGo'),
        run: () => router.push(place.path),
      })),
      {
        id: 'palette',
        title: t('openPalette'),
        keys: ['Ctrl+K', '/'],
        group: t('groupApp'),
        worksInFields: true,
        run: () => openOverlay('palette'),
      },
      { id: 'keys', title: t('openKeys'), keys: ['?'], group: t('groupApp'), run: () => openOverlay('keys') },
    ],
    [t, router, actions],
  );
  useCommands(commands);
}

/** Palette and key sheet; their code is loaded when first opened. */
export function Overlays() {
  const [open, setOpen] = useState<Overlay | null>(null);
  useShellCommands();
  useEffect(() => onOpenOverlay(setOpen), []);
  const close = () => setOpen(null);
  return (
    <>
      {open === 'palette' && <Palette onClose={close} />}
      {open === 'keys' && <KeySheet onClose={close} />}
    </>
  );
}

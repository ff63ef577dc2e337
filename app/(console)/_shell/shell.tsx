'use client';
import { useTranslations } from 'next-intl';
import { type ReactNode, Suspense } from 'react';
import { useLiveUpkeep } from '@/app/_client/live';
import { MeProvider } from '@/app/_client/me';
import { useCommandKeys } from '@/app/_client/use-command-keys';
import { showToast, ToastArea } from '@/ui/toast';
import { Header } from './header';
import { OfflineBanner } from './offline-banner';
import { Overlays } from './overlays';
import { Rail } from './rail';

/** The frame of the console: header, rail, and the page between them. */
export function Shell({ children }: { children: ReactNode }) {
  return (
    <ToastArea>
      <MeProvider>
        <Upkeep />
        <div className="grid h-full grid-cols-[52px_1fr] grid-rows-[48px_1fr]">
          <Header />
          <Rail />
          <main className="flex min-h-0 min-w-0 flex-col">
            <OfflineBanner />
            <Suspense>{children}</Suspense>
          </main>
        </div>
        <Overlays />
      </MeProvider>
    </ToastArea>
  );
}

function Upkeep() {
  const t = useTranslations('shell');
  useLiveUpkeep(() => showToast(t('resynced')));
  useCommandKeys();
  return null;
}

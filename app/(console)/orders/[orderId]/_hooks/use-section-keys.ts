'use client';
import { useTranslations } from 'next-intl';
import { useCallback, useMemo, useState } from 'react';
import { type Command, useCommands } from '@/app/_client/commands';
import { SECTIONS, type Section } from '../sections';

export const sectionDomId = (id: Section['id']): string => `section-${id}`;

/** Goes through the sections by key (j, k) and by link: the section that was gone to has the focus. */
export function useSectionKeys() {
  const t = useTranslations('orderPage');
  const [currentId, setCurrentId] = useState<Section['id'] | null>(null);
  const goTo = useCallback((section: Section | undefined) => {
    if (!section) return;
    const element = document.getElementById(sectionDomId(section.id));
    element?.scrollIntoView({ block: 'start' });
    element?.focus({ preventScroll: true });
    setCurrentId(section.id);
  }, []);
  const commands = useMemo<Command[]>(() => {
    const at = SECTIONS.findIndex(({ id }) => id === currentId);
    const group = t('title');
    const next = () => goTo(SECTIONS[Math.min(SECTIONS.length - 1, at + 1)]);
    const previous = () => goTo(SECTIONS[Math.max(0, at - 1)]);
    return [
      { id: 'order.next-section', title: t('nextSection'), keys: ['j'], group, doesRepeat: true, run: next },
      {
        id: 'order.previous-section',
        title: t('previousSection'),
        keys: ['k'],
        group,
        doesRepeat: true,
        run: previous,
      },
    ];
  }, [currentId, goTo, t]);
  useCommands(commands);
  return { currentId, setCurrentId, goTo };
}

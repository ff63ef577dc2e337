'use client';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { type Command, useCommands } from '@/app/_client/commands';
import { useMay } from '@/app/_client/me';
import { useLatest } from '@/app/_client/use-latest';
import { VIEWS } from './use-selection';

interface QueueHands {
  readonly move: (step: 1 | -1) => void;
  readonly takeNext: () => void;
  readonly admit: () => void;
  readonly turnView: (step: 1 | -1) => void;
}

/** The keys of the queue: move, next card, show new cards, other view. */
export function useQueueCommands(hands: QueueHands): void {
  const t = useTranslations('desk');
  const latest = useLatest(hands);
  const mayWork = useMay('tasks.takeNext');
  const commands = useMemo<readonly Command[]>(() => {
    const group = t('group.queue');
    return [
      {
        id: 'desk.down',
        title: t('moveDown'),
        keys: ['j', 'ArrowDown'],
        group,
        doesRepeat: true,
        run: () => latest.current.move(1),
      },
      {
        id: 'desk.up',
        title: t('moveUp'),
        keys: ['k', 'ArrowUp'],
        group,
        doesRepeat: true,
        run: () => latest.current.move(-1),
      },
      {
        id: 'desk.takeNext',
        title: t('takeNext'),
        keys: ['n'],
        group,
        isEnabled: mayWork,
        run: () => latest.current.takeNext(),
      },
      { id: 'desk.admit', title: t('admit'), keys: ['u'], group, run: () => latest.current.admit() },
      { id: 'desk.viewNext', title: t('viewNext'), keys: [']'], group, run: () => latest.current.turnView(1) },
      { id: 'desk.viewBack', title: t('viewBack'), keys: ['['], group, run: () => latest.current.turnView(-1) },
    ];
  }, [t, latest, mayWork]);
  useCommands(commands);
}

/** The view beside this one, round and round. */
export const viewBeside = (view: (typeof VIEWS)[number], step: 1 | -1): (typeof VIEWS)[number] =>
  VIEWS[(VIEWS.indexOf(view) + step + VIEWS.length) % VIEWS.length] ?? view;

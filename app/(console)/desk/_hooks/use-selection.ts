'use client';
import { parseAsString, parseAsStringLiteral, useQueryState } from 'nuqs';
import type { QueueView } from '@/server/tasks/queue';

/** The tabs of the queue, in their order. */
export const VIEWS = ['mine', 'unclaimed', 'intervene', 'all'] as const satisfies readonly QueueView[];

/** Which view and which card are open. Both live in the address, so that a page can be shared and reloaded. */
export function useSelection() {
  const [view, setView] = useQueryState('view', parseAsStringLiteral(VIEWS).withDefault('mine'));
  const [taskId, setTaskId] = useQueryState('task', parseAsString);
  return { view, setView, taskId, setTaskId };
}
export type Selection = ReturnType<typeof useSelection>;

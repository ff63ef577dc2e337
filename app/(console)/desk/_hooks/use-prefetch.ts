'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTRPC } from '@/app/_client/trpc';
import { useLatest } from '@/app/_client/use-latest';
import type { QueueRow } from '@/domain/desk/task';
import type { QueueState } from './queue-state';
import { useSettled } from './use-settled';
import { useTalkOptions } from './use-talk';

const AHEAD = 3;
/** Calls made together are answered together: the open card must not wait for the ones after it. */
const AFTER_OPEN_MS = 300;

/**
 * Reads everything about the open card at once, and, when that is done, the next three cards of the list, so that opening
 * one of them is instant.
 */
export function usePrefetch({ shown }: QueueState, taskId: string | null): void {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const talkOptions = useTalkOptions();
  const openId = useSettled(taskId);
  const at = shown.findIndex((entry) => entry.row.taskId === openId);
  const open = shown[at]?.row;
  const rest = shown.slice(at + 1).filter((entry) => !entry.isGone);
  const coming = rest.slice(0, AHEAD).map((entry) => entry.row);
  const key = coming.map((row) => `${row.taskId}.${row.version}`).join();
  const read = useLatest((row: QueueRow) => {
    void queryClient.prefetchQuery(trpc.tasks.open.queryOptions({ taskId: row.taskId }));
    void queryClient.prefetchQuery(trpc.replies.suggest.queryOptions({ taskId: row.taskId }));
    void queryClient.prefetchInfiniteQuery(talkOptions(row));
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: read once when the card is opened; live changes do the rest
  useEffect(() => {
    if (open) read.current(open);
  }, [open?.taskId, read]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key names the cards and their versions
  useEffect(() => {
    const timer = setTimeout(() => {
      for (const row of coming) read.current(row);
    }, AFTER_OPEN_MS);
    return () => clearTimeout(timer);
  }, [key, read]);
}

'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTRPC } from '@/app/_client/trpc';
import type { QueueState } from './queue-state';
import { useTalkOptions } from './use-talk';

const AHEAD = 3;

/** Reads the next three cards of the list before they are opened, so that opening one is instant. */
export function usePrefetch({ shown }: QueueState, taskId: string | null): void {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const talkOptions = useTalkOptions();
  const at = shown.findIndex((entry) => entry.row.taskId === taskId);
  const coming = shown
    .slice(at + 1)
    .filter((entry) => !entry.isGone)
    .slice(0, AHEAD);
  const key = coming.map((entry) => `${entry.row.taskId}.${entry.row.version}`).join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key names the cards and their versions
  useEffect(() => {
    for (const { row } of coming) {
      void queryClient.prefetchQuery(trpc.tasks.open.queryOptions({ taskId: row.taskId }));
      void queryClient.prefetchQuery(trpc.replies.suggest.queryOptions({ taskId: row.taskId }));
      void queryClient.prefetchInfiniteQuery(talkOptions(row));
    }
  }, [key]);
}

'use client';
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { useTRPC } from '@/app/_client/trpc';
import { useBoardChanges } from './use-board-changes';

/** Windows such as "the past hour" slide on without any event. */
const SLIDE_MS = 15_000;

/** The board's summary, kept current; the previous figures stay while new ones are fetched. */
export function useBoard() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const refresh = useCallback(
    () => queryClient.invalidateQueries(trpc.board.summary.queryFilter()),
    [queryClient, trpc],
  );
  useBoardChanges(refresh);
  const summary = useQuery({
    ...trpc.board.summary.queryOptions(),
    placeholderData: keepPreviousData,
    refetchInterval: SLIDE_MS,
  });
  return { summary, refresh };
}

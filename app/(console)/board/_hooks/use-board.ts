'use client';
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useLive, useWatch } from '@/app/_client/live';
import { useTRPC } from '@/app/_client/trpc';
import { roomOf } from '@/domain/live/rooms';
import { useThrottled } from './use-throttled';

/** Changes that come together are shown together; the board is never behind its cause by more than a second. */
const GATHER_MS = 300;
/** Windows such as "the past hour" slide on without any event. */
const SLIDE_MS = 15_000;

/** Runs the work soon after anything the board counts has changed, changes that come together only once. */
export function useBoardChanges(work: () => void): void {
  const soon = useThrottled(work, GATHER_MS);
  useWatch(roomOf.board());
  useLive('board.changed', soon);
  useLive('task.changed', soon);
  useLive('seat.changed', soon);
}

/** The board's summary, kept current; the previous figures stay while new ones are fetched. */
export function useBoard() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const refresh = () => void queryClient.invalidateQueries(trpc.board.summary.queryFilter());
  useBoardChanges(refresh);
  const summary = useQuery({
    ...trpc.board.summary.queryOptions(),
    placeholderData: keepPreviousData,
    refetchInterval: SLIDE_MS,
  });
  return { summary, refresh };
}

'use client';
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useLive, useWatch } from '@/app/_client/live';
import { useTRPC } from '@/app/_client/trpc';
import { roomOf } from '@/domain/live/rooms';

/** Numbers that no event tells of, such as ages of what waits, are read this often. */
const EVERY_MS = 3_000;

/** How everything does that is connected; kept current while it is shown. */
export function useHealth() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const refresh = () => void queryClient.invalidateQueries(trpc.health.pathFilter());
  useWatch(roomOf.board());
  useLive('health.changed', refresh);
  useLive('dead-letters.changed', refresh);
  return useQuery({
    ...trpc.health.overview.queryOptions(),
    refetchInterval: EVERY_MS,
    placeholderData: keepPreviousData,
  });
}

/** The holds that stand; kept current. */
export function useHolds() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  useLive('holds.changed', () => void queryClient.invalidateQueries(trpc.holds.pathFilter()));
  return useQuery({ ...trpc.holds.list.queryOptions(), refetchInterval: EVERY_MS });
}

'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useLive, useWatch } from '@/app/_client/live';
import { useTRPC } from '@/app/_client/trpc';
import { roomOf } from '@/domain/live/rooms';

const COUNTS_EVERY_MS = 15_000;

/** All groups, kept current: their names and people at once, the other counts every quarter of a minute. */
export function useGroups() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const refresh = () => void queryClient.invalidateQueries(trpc.groups.overview.queryFilter());
  useWatch(roomOf.board());
  useLive('groups.changed', refresh);
  useLive('people.changed', refresh);
  return useQuery({ ...trpc.groups.overview.queryOptions(), refetchInterval: COUNTS_EVERY_MS });
}

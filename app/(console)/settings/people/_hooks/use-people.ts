'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useLive, useWatch } from '@/app/_client/live';
import { useTRPC } from '@/app/_client/trpc';
import { roomOf } from '@/domain/live/rooms';

const SEATS_EVERY_MS = 15_000;

/** Everybody, kept current: changes of people and groups at once, seats every quarter of a minute. */
export function usePeople() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const people = useQuery({ ...trpc.people.list.queryOptions(), refetchInterval: SEATS_EVERY_MS });
  const groups = useQuery(trpc.groups.list.queryOptions());
  useWatch(roomOf.board());
  useLive('people.changed', () => void queryClient.invalidateQueries(trpc.people.list.queryFilter()));
  useLive('groups.changed', () => {
    void queryClient.invalidateQueries(trpc.groups.list.queryFilter());
    void queryClient.invalidateQueries(trpc.people.list.queryFilter());
  });
  return { people, groups: groups.data ?? [] };
}

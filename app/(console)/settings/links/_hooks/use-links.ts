'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useLive, useWatch } from '@/app/_client/live';
import { useTRPC } from '@/app/_client/trpc';
import { roomOf } from '@/domain/live/rooms';

/** All links, kept current: what people change and what comes to their doors. */
export function useLinks() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  useWatch(roomOf.board());
  useLive('links.changed', () => void queryClient.invalidateQueries(trpc.linkAccounts.pathFilter()));
  return useQuery(trpc.linkAccounts.list.queryOptions());
}

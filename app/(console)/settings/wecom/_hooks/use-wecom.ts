'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useLive, useWatch } from '@/app/_client/live';
import { useTRPC } from '@/app/_client/trpc';
import { roomOf } from '@/domain/live/rooms';

const STATES_EVERY_MS = 3_000;

/** All WeCom accounts, kept current: what people change at once, what WeCom does every few seconds. */
export function useWecom() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  useWatch(roomOf.board());
  useLive('wecom.changed', () => void queryClient.invalidateQueries(trpc.wecom.pathFilter()));
  return useQuery({ ...trpc.wecom.list.queryOptions(), refetchInterval: STATES_EVERY_MS });
}

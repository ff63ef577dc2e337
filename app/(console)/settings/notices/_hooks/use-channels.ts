'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useLive, useWatch } from '@/app/_client/live';
import { useTRPC } from '@/app/_client/trpc';
import { roomOf } from '@/domain/live/rooms';

/** All notice channels and what was sent through them, kept current. */
export function useChannels() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  useWatch(roomOf.board());
  useLive('notice-channels.changed', () => void queryClient.invalidateQueries(trpc.noticeChannels.pathFilter()));
  return useQuery(trpc.noticeChannels.list.queryOptions());
}

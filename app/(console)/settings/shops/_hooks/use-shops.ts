'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useLive, useWatch } from '@/app/_client/live';
import { useTRPC } from '@/app/_client/trpc';
import { roomOf } from '@/domain/live/rooms';

const COUNTS_EVERY_MS = 15_000;

/** All shops, kept current: what people change at once, the counts every quarter of a minute. */
export function useShops() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  useWatch(roomOf.board());
  useLive('shops.changed', () => void queryClient.invalidateQueries(trpc.shops.pathFilter()));
  return useQuery({ ...trpc.shops.list.queryOptions(), refetchInterval: COUNTS_EVERY_MS });
}

const HEALTH_EVERY_MS = 2_000;

/** How orders are asked for at the platforms of all shops, kept current while it is shown. */
export function useChannelHealth() {
  return useQuery({ ...useTRPC().channels.health.queryOptions(), refetchInterval: HEALTH_EVERY_MS });
}

const DOOR_EVERY_MS = 1_000;
const SECRETS_EVERY_MS = 5_000;

/** What came to a shop's door, kept current while it is shown. */
export function useDoor(shopId: string) {
  return useQuery({ ...useTRPC().shops.door.queryOptions({ shopId }), refetchInterval: DOOR_EVERY_MS });
}

/** A shop's secrets by fingerprint, with when each was last used. */
export function useSecrets(shopId: string) {
  return useQuery({ ...useTRPC().shops.secrets.queryOptions({ shopId }), refetchInterval: SECRETS_EVERY_MS });
}

'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useLive } from '@/app/_client/live';
import { useTRPC } from '@/app/_client/trpc';

/** Others lend and take back as well, and not every such change is told to this page. */
const AGAIN_EVERY_MS = 15_000;

/** Every right that is lent, kept current. */
export function useGrants() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  useLive('grant.changed', () => void queryClient.invalidateQueries(trpc.grants.list.queryFilter()));
  return useQuery({ ...trpc.grants.list.queryOptions(), refetchInterval: AGAIN_EVERY_MS });
}

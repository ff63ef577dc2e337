'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useLive } from '@/app/_client/live';
import { useTRPC } from '@/app/_client/trpc';
import { useCoalesced } from './use-coalesced';

const REFRESH_EVERY_MS = 1_000;

/** How many cards each tab holds; read again at most once a second while cards change. */
export function useCounts() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const refresh = useCoalesced(
    () => void queryClient.invalidateQueries(trpc.tasks.counts.queryFilter()),
    REFRESH_EVERY_MS,
  );
  useLive('task.changed', refresh);
  return useQuery(trpc.tasks.counts.queryOptions()).data;
}

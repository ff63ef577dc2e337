'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useLive } from '@/app/_client/live';
import { useTRPC } from '@/app/_client/trpc';

/** The tiers in force, kept up live: others that are published, and how far the open cards have come over. */
export function useTiers(isEnabled: boolean) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const key = trpc.tiers.list.queryKey();
  useLive('tiers.published', () => {
    void queryClient.invalidateQueries(trpc.tiers.list.queryFilter());
    void queryClient.invalidateQueries(trpc.tiers.history.queryFilter());
  });
  useLive('tiers.applied', ({ patch: { version, done, total } }) => {
    queryClient.setQueryData(key, (old) =>
      old?.version === version ? { ...old, progress: { ...old.progress, done, total } } : old,
    );
    if (done >= total) void queryClient.invalidateQueries(trpc.tiers.list.queryFilter());
  });
  return useQuery({ ...trpc.tiers.list.queryOptions(), enabled: isEnabled });
}

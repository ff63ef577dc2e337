'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useLocale } from 'next-intl';
import { useLive } from '@/app/_client/live';
import { useTRPC } from '@/app/_client/trpc';

/** Names tiers by id in the page's language, as managers have named them; an id nobody knows stands for itself. */
export function useTierNameById(): (tierId: string) => string {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const locale = useLocale();
  const names = useQuery({ ...trpc.tiers.names.queryOptions(), staleTime: Number.POSITIVE_INFINITY }).data;
  useLive('tiers.published', () => void queryClient.invalidateQueries(trpc.tiers.names.queryFilter()));
  return (tierId) => names?.[tierId]?.[locale === 'en' ? 'en' : 'zh-CN'] ?? tierId;
}

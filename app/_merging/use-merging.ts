'use client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { apiErrorOf } from '@/app/_client/errors';
import { useLive } from '@/app/_client/live';
import { useTRPC } from '@/app/_client/trpc';
import { showToast } from '@/ui/toast';

/** What an order is merged with or could be, kept current; the page watches the order's room. */
export function useMerging(orderId: string) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const refresh = ({ id }: { readonly id: string }) => {
    if (id === orderId) void queryClient.invalidateQueries(trpc.merges.ofOrder.queryFilter({ orderId }));
  };
  useLive('outside.changed', refresh);
  useLive('order.changed', refresh);
  return useQuery(trpc.merges.ofOrder.queryOptions({ orderId }));
}

/** Why something about a merge was refused, in words; null when nothing was. */
export function useMergeProblem(): (error: unknown) => string | null {
  const t = useTranslations();
  return (error) => {
    if (!error) return null;
    const { code, detail } = apiErrorOf(error);
    const key = `merging.refused_${detail.why}`;
    return t.has(key) ? t(key, { orderNo: String(detail.orderNo ?? '') }) : t(`errors.${code}`);
  };
}

/** What people do with orders that may be merged; each is told when it is done. */
export function useMergeActions(onDone: () => void) {
  const t = useTranslations('merging');
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const told = (words: string) => ({
    onSuccess: () => {
      showToast(words);
      onDone();
    },
    onSettled: () => {
      void queryClient.invalidateQueries(trpc.merges.pathFilter());
      void queryClient.invalidateQueries(trpc.facts.pathFilter());
    },
  });
  return {
    merge: useMutation(trpc.merges.merge.mutationOptions(told(t('done_merge')))),
    split: useMutation(trpc.merges.split.mutationOptions(told(t('done_split')))),
    leaveNow: useMutation(trpc.merges.leaveNow.mutationOptions(told(t('done_leave')))),
  };
}

'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useLive, useWatch } from '@/app/_client/live';
import { useTRPC } from '@/app/_client/trpc';
import { roomOf } from '@/domain/live/rooms';
import { useCoalesced } from './use-coalesced';
import { useSettled } from './use-settled';

/** A message comes as several events; what it says is read at once, the rest of the card a moment later. */
const RELOAD_WITHIN_MS = 150;

/** Everything about one card, kept current by live changes of the card, its order and its customer. */
export function useCard(taskId: string) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const options = trpc.tasks.open.queryOptions({ taskId });
  const isKnown = queryClient.getQueryData(options.queryKey) !== undefined;
  const isSettled = useSettled(taskId) === taskId;
  const card = useQuery({ ...options, enabled: isSettled || isKnown });
  const detail = card.data;
  const orderId = detail?.row.orderId ?? null;
  const customerId = detail?.reply.customerId ?? detail?.row.customerId ?? null;

  const markStale = (id: string) =>
    void queryClient.invalidateQueries({ ...trpc.tasks.open.queryFilter({ taskId: id }), refetchType: 'none' });
  const refetch = useCoalesced(() => void card.refetch(), RELOAD_WITHIN_MS);
  const reload = () => {
    markStale(taskId);
    refetch();
  };
  const reloadTalk = () => {
    void queryClient.invalidateQueries({ queryKey: trpc.interactions.recent.pathKey() });
    void queryClient.invalidateQueries(trpc.replies.suggest.queryFilter({ taskId }));
  };
  useWatch(orderId === null ? null : roomOf.order(orderId));
  useWatch(customerId === null ? null : roomOf.customer(customerId));
  useLive('task.changed', ({ patch }) => {
    if (patch.taskId !== taskId) return markStale(patch.taskId);
    queryClient.setQueryData(options.queryKey, (old) =>
      old && old.row.version < patch.version ? { ...old, row: patch } : old,
    );
    reload();
  });
  useLive('order.changed', ({ id }) => {
    if (id !== orderId) return;
    reload();
    reloadTalk();
  });
  useLive('interaction.stored', ({ patch }) => {
    if (patch.customerId !== customerId && !patch.taskIds.includes(taskId)) return;
    reloadTalk();
    reload();
  });
  useLive('interaction.changed', ({ patch }) => {
    if (patch.customerId === customerId) reloadTalk();
  });
  return { detail, error: card.error, reload: () => void card.refetch() };
}

'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useLive, useWatch } from '@/app/_client/live';
import { useTRPC } from '@/app/_client/trpc';
import { roomOf } from '@/domain/live/rooms';

/** One order, kept current while it is on the screen; an address that cannot be an order's asks for nothing. */
export function useOrderPage(orderId: string) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const isAskable = /^\d{1,19}$/.test(orderId);
  const page = useQuery({ ...trpc.orders.get.queryOptions({ orderId }), enabled: isAskable });
  const refresh = () => {
    for (const part of [trpc.orders.get, trpc.orders.cards, trpc.orders.buyer, trpc.orders.log])
      void queryClient.invalidateQueries({ queryKey: part.pathKey() });
  };
  useWatch(isAskable ? roomOf.order(orderId) : null);
  useLive('order.changed', ({ id }) => id === orderId && refresh());
  // What leaves for the warehouse, or is merged, is in its log.
  useLive('outside.changed', ({ id }) => {
    if (id === orderId) void queryClient.invalidateQueries({ queryKey: trpc.orders.log.pathKey() });
  });
  useLive('task.changed', ({ patch }) => patch.orderId === orderId && refresh());
  useLive('interaction.stored', refresh);
  useLive('interaction.changed', refresh);
  return { page, isAskable };
}

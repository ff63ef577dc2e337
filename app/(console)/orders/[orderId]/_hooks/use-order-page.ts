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
  useWatch(isAskable ? roomOf.order(orderId) : null);
  useLive('order.changed', ({ id }) => {
    if (id === orderId) void queryClient.invalidateQueries(trpc.orders.get.queryFilter({ orderId }));
  });
  return { page, isAskable };
}

'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useLive } from '@/app/_client/live';
import { useTRPC } from '@/app/_client/trpc';

/** What warehouse, couriers and payment services say of an order, kept current; the page watches the order's room. */
export function useOutside(orderId: string) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const refresh = ({ id }: { readonly id: string }) => {
    if (id === orderId) void queryClient.invalidateQueries(trpc.facts.ofOrder.queryFilter({ orderId }));
  };
  useLive('outside.changed', refresh);
  useLive('conflicts.changed', refresh);
  useLive('order.changed', refresh);
  return useQuery(trpc.facts.ofOrder.queryOptions({ orderId }));
}

'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useLive } from '@/app/_client/live';
import { useTRPC } from '@/app/_client/trpc';

/** What an order holds of the stock, kept current as the order or one of its SKUs moves. */
export function useStock(orderId: string) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const stock = useQuery(trpc.stock.ofOrder.queryOptions({ orderId }));
  const refresh = () => void queryClient.invalidateQueries(trpc.stock.ofOrder.queryFilter({ orderId }));
  const refreshOwn = ({ id }: { readonly id: string }) => {
    if (id === orderId) refresh();
  };
  useLive('order.changed', refreshOwn);
  useLive('outside.changed', refreshOwn);
  useLive('stock.changed', ({ patch }) => {
    if (stock.data?.locks.some(({ sku }) => patch.skus.includes(sku))) refresh();
  });
  return stock;
}

'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTRPC, useTRPCClient } from '@/app/_client/trpc';
import type { StockState } from '@/server/stock/list';
import { usePages } from './use-pages';
import { useStockMoves } from './use-stock-moves';

const PAGE_ROWS = 200;
const SOON_MS = 250;

/** The SKUs that the filter leaves, page by page, kept current as they move; the more pages are shown, the more calmly. */
export function useStockList(text: string, state: StockState) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  const input = { text, state };
  const list = usePages(trpc.stock.list.queryKey(input), (after, signal) =>
    client.stock.list.query({ ...input, ...after, limit: PAGE_ROWS }, { signal }),
  );
  useStockMoves(() => void queryClient.invalidateQueries(trpc.stock.list.pathFilter()), SOON_MS * list.loaded);
  return list;
}

/** How the whole stock stands. */
export function useStockOverview() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  useStockMoves(() => void queryClient.invalidateQueries(trpc.stock.overview.queryFilter()), 4 * SOON_MS);
  return useQuery(trpc.stock.overview.queryOptions());
}

/** One SKU: what there is, what happened to it, and which orders wait for it; current as it moves. */
export function useSku(sku: string) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const input = { sku, limit: 100 };
  useStockMoves(
    () => {
      void queryClient.invalidateQueries(trpc.stock.movements.queryFilter(input));
      void queryClient.invalidateQueries(trpc.stock.waiting.queryFilter({ sku }));
      void queryClient.invalidateQueries(trpc.stock.list.queryFilter({ text: sku }));
    },
    SOON_MS,
    sku,
  );
  const found = useQuery(trpc.stock.list.queryOptions({ text: sku, limit: PAGE_ROWS }));
  return {
    row: { ...found, data: found.data?.rows.filter((row) => row.sku === sku) },
    movements: useQuery(trpc.stock.movements.queryOptions(input)),
    waiting: useQuery(trpc.stock.waiting.queryOptions({ sku })),
  };
}

'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTRPC, useTRPCClient } from '@/app/_client/trpc';
import { usePages } from './use-pages';
import { useStockMoves } from './use-stock-moves';

const PAGE_ROWS = 200;
const CALM_MS = 2_000;
const SHOPS_EVERY_MS = 10_000;

/** Every shop, with what it keeps of the stock and how telling its platform goes. */
export const useStockShops = () =>
  useQuery({ ...useTRPC().stock.shops.queryOptions(), refetchInterval: SHOPS_EVERY_MS });

/** What the articles of a shop are made of, page by page. */
export function useMappings(shopId: string, text: string) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  const input = { shopId, text };
  const list = usePages(trpc.stock.mappings.queryKey(input), (after, signal) =>
    client.stock.mappings.query({ ...input, ...after, limit: PAGE_ROWS }, { signal }),
  );
  useStockMoves(() => void queryClient.invalidateQueries(trpc.stock.mappings.pathFilter()), CALM_MS * list.loaded);
  return list;
}

/** Articles that orders of a shop name and that are mapped to nothing. */
export const useSeen = (shopId: string) => useQuery(useTRPC().stock.seen.queryOptions({ shopId }));

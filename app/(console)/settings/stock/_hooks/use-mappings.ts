'use client';
import { keepPreviousData, useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import { useTRPC, useTRPCClient } from '@/app/_client/trpc';
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
  const pages = useInfiniteQuery({
    queryKey: [...trpc.stock.mappings.queryKey(input), 'pages'],
    queryFn: ({ pageParam, signal }) =>
      client.stock.mappings.query({ ...input, limit: PAGE_ROWS, ...(pageParam && { after: pageParam }) }, { signal }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  });
  const { hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = pages;
  useStockMoves(
    () => void queryClient.invalidateQueries(trpc.stock.mappings.pathFilter()),
    CALM_MS * (pages.data?.pages.length ?? 1),
  );
  const loadMore = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  return {
    data: useMemo(() => pages.data?.pages.flatMap((page) => page.rows), [pages.data]),
    hasMore: hasNextPage,
    error: pages.error,
    refetch,
    loadMore,
  };
}

/** Articles that orders of a shop name and that are mapped to nothing. */
export const useSeen = (shopId: string) => useQuery(useTRPC().stock.seen.queryOptions({ shopId }));

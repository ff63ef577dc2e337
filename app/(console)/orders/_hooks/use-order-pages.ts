'use client';
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import { useTRPC, useTRPCClient } from '@/app/_client/trpc';
import type { OrderFilter } from '@/server/orders/order-filter';

const PAGE_ROWS = 100;
/** While only this many pages are loaded the list keeps itself current; further down it must not move. */
const PAGES_KEPT_CURRENT = 1;
const REFRESH_MS = 10_000;
/** Counting all that match costs more the more there are; the rows do not wait for it. */
const COUNT_MS = 30_000;

/** The orders of a filter, newest first, page by page; the first page is refetched every ten seconds. */
export function useOrderPages(filter: OrderFilter) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const pages = useInfiniteQuery({
    queryKey: [...trpc.orders.list.queryKey({ filter }), 'pages'],
    queryFn: ({ pageParam, signal }) =>
      client.orders.list.query(
        { filter, limit: PAGE_ROWS, isCounted: false, ...(pageParam && { after: pageParam }) },
        { signal },
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) =>
      (state.data?.pages.length ?? 0) <= PAGES_KEPT_CURRENT && state.status !== 'error' ? REFRESH_MS : false,
  });
  const counted = useQuery({
    ...trpc.orders.list.queryOptions({ filter, limit: 1 }),
    placeholderData: keepPreviousData,
    refetchInterval: COUNT_MS,
  });
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = pages;
  const loadMore = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  const rows = useMemo(() => pages.data?.pages.flatMap((page) => page.rows) ?? [], [pages.data]);
  return {
    rows,
    total: counted.data?.total ?? null,
    isLoading: pages.isPending,
    isChanging: pages.isPlaceholderData,
    isRefreshing: pages.isFetching,
    error: pages.error,
    readAt: pages.dataUpdatedAt,
    isKeptCurrent: (pages.data?.pages.length ?? 0) <= PAGES_KEPT_CURRENT,
    loadMore,
    refresh: () => void Promise.all([pages.refetch(), counted.refetch()]),
  };
}

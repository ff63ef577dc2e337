'use client';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import { useTRPC, useTRPCClient } from '@/app/_client/trpc';
import type { LogKind } from '@/server/orders/log-parts';

const PAGE_LINES = 200;

/** The log of an order, newest first, page by page; null asks for every kind of line. */
export function useOrderLog(orderId: string, kind: LogKind | null) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const log = useInfiniteQuery({
    queryKey: [...trpc.orders.log.queryKey({ orderId, ...(kind && { kinds: [kind] }) }), 'pages'],
    queryFn: ({ pageParam, signal }) =>
      client.orders.log.query(
        { orderId, limit: PAGE_LINES, ...(kind && { kinds: [kind] }), ...(pageParam && { before: pageParam }) },
        { signal },
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  });
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = log;
  const loadMore = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  const lines = useMemo(() => log.data?.pages.flatMap((page) => page.lines) ?? [], [log.data]);
  return { lines, isLoading: log.isPending, error: log.error, loadMore, reload: () => void log.refetch() };
}

'use client';
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import { useTRPC, useTRPCClient } from '@/app/_client/trpc';
import { type AuditParams, filterOf } from './audit-params';

const PAGE_ROWS = 100;
const STATE_EVERY_MS = 5_000;
const ROWS_EVERY_MS = 10_000;

/** The rows that the filter leaves, newest first, page by page; the first page keeps itself current. */
export function useAudit(params: AuditParams) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const input = filterOf(params);
  const pages = useInfiniteQuery({
    queryKey: [...trpc.audit.list.queryKey(input), 'pages'],
    queryFn: ({ pageParam, signal }) =>
      client.audit.list.query({ ...input, limit: PAGE_ROWS, ...(pageParam && { after: pageParam }) }, { signal }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) =>
      (state.data?.pages.length ?? 0) <= 1 && state.status !== 'error' ? ROWS_EVERY_MS : false,
  });
  const { hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = pages;
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

/** How far the log is sealed, and by what it can be narrowed. */
export const useAuditState = () =>
  useQuery({ ...useTRPC().audit.state.queryOptions(), refetchInterval: STATE_EVERY_MS }).data;

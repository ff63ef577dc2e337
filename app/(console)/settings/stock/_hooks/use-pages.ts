'use client';
import { keepPreviousData, type QueryKey, useInfiniteQuery } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';

interface Page<Row> {
  readonly rows: readonly Row[];
  readonly next: string | null;
}

/** The rows of a list page by page; `read` reads the page after a place, the first without one. */
export function usePages<Row>(
  queryKey: QueryKey,
  read: (after: { readonly after?: string }, signal: AbortSignal) => Promise<Page<Row>>,
) {
  const pages = useInfiniteQuery({
    queryKey: [...queryKey, 'pages'],
    queryFn: ({ pageParam, signal }) => read(pageParam === '' ? {} : { after: pageParam }, signal),
    initialPageParam: '',
    getNextPageParam: (page: Page<Row>) => page.next,
    placeholderData: keepPreviousData,
  });
  const { hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = pages;
  const loadMore = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  return {
    data: useMemo(() => pages.data?.pages.flatMap((page) => page.rows), [pages.data]),
    loaded: pages.data?.pages.length ?? 1,
    hasMore: hasNextPage,
    error: pages.error,
    refetch,
    loadMore,
  };
}

'use client';
import { keepPreviousData, useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import { useTRPC, useTRPCClient } from '@/app/_client/trpc';
import type { CardList } from '@/server/board/card-lists';
import { useBoardChanges } from '../../_hooks/use-board-changes';

const PAGE_ROWS = 100;
const SLIDE_MS = 15_000;

/** The cards behind a figure of the board, page by page, kept as current as the board itself. */
export function useCardPages(list: CardList, seatId: string | null) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  const input = { list, ...(seatId !== null && { seatId }) };
  const pages = useInfiniteQuery({
    queryKey: [...trpc.board.cards.queryKey(input), 'pages'],
    queryFn: ({ pageParam, signal }) =>
      client.board.cards.query(
        { ...input, limit: PAGE_ROWS, isCounted: false, ...(pageParam && { after: pageParam }) },
        { signal },
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
    refetchInterval: SLIDE_MS,
  });
  const counted = useQuery({
    ...trpc.board.cards.queryOptions({ ...input, limit: 1 }),
    placeholderData: keepPreviousData,
    refetchInterval: SLIDE_MS,
  });
  useBoardChanges(() => queryClient.invalidateQueries(trpc.board.cards.queryFilter()));
  const { hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = pages;
  const loadMore = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  return {
    rows: useMemo(() => pages.data?.pages.flatMap((page) => page.rows) ?? [], [pages.data]),
    total: counted.data?.total ?? 0,
    isLoading: pages.isPending,
    error: pages.error,
    loadMore,
    refresh: useCallback(() => void refetch(), [refetch]),
  };
}

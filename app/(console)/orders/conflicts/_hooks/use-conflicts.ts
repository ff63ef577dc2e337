'use client';
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import { useLive, useWatch } from '@/app/_client/live';
import { useMay } from '@/app/_client/me';
import { useTRPC, useTRPCClient } from '@/app/_client/trpc';
import { roomOf } from '@/domain/live/rooms';
import type { ConflictKind } from '@/domain/order/conflicts';

/** The orders in conflict, page by page, kept current as conflicts open and close. */
export function useConflicts(kind: ConflictKind | null) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  // Agents hear of their own group; whoever sees the board hears of every group there.
  const seesBoard = useMay('board.summary');
  useWatch(seesBoard ? roomOf.board() : null);
  useLive('conflicts.changed', () => void queryClient.invalidateQueries(trpc.conflicts.pathFilter()));
  const filter = kind === null ? {} : { kind };
  const pages = useInfiniteQuery({
    queryKey: [...trpc.conflicts.list.queryKey(filter), 'pages'],
    queryFn: ({ pageParam, signal }) =>
      client.conflicts.list.query({ ...filter, ...(pageParam && { after: pageParam }) }, { signal }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
  });
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = pages;
  const loadMore = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  const rows = useMemo(() => pages.data?.pages.flatMap((page) => page.rows) ?? [], [pages.data]);
  const [first] = pages.data?.pages ?? [];
  return {
    ...{ rows, loadMore, hasMore: hasNextPage, error: pages.error, isLoading: pages.isPending },
    total: first?.total ?? null,
    byKind: first?.byKind ?? {},
    refresh: () => void pages.refetch(),
  };
}

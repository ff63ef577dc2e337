'use client';
import { keepPreviousData, useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import { useLive, useWatch } from '@/app/_client/live';
import { useMay } from '@/app/_client/me';
import { useTRPC, useTRPCClient } from '@/app/_client/trpc';
import type { Instant } from '@/domain/clocks/instant';
import { roomOf } from '@/domain/live/rooms';
import type { LetterCounts } from '@/server/dead-letters/count';
import type { LetterFilter, LetterKind } from '@/server/dead-letters/filter';
import { KINDS } from './letter-params';

const PAGE_ROWS = 100;
/** Not put through again: somebody decides. */
const DECIDED: readonly LetterKind[] = ['conflict', 'link-conflict'];
const EVERY_MS = 5_000;

/** What the filter leaves: in all, and of that what can be put through again; counted at one moment. */
export interface LettersLeft {
  readonly total: number;
  readonly again: number;
  readonly asOf: Instant;
}

function leftOf({ byKind, asOf }: LetterCounts, kinds: LetterFilter['kinds'] = [...KINDS]): LettersLeft {
  const sumOf = (some: readonly LetterKind[]) => some.reduce((sum, kind) => sum + byKind[kind], 0);
  return { total: sumOf(kinds), again: sumOf(kinds.filter((kind) => !DECIDED.includes(kind))), asOf };
}

/** What was set aside and the filter leaves, page by page, with how many they are; kept current. */
export function useLetters(filter: LetterFilter) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  useWatch(roomOf.board());
  useLive('dead-letters.changed', () => void queryClient.invalidateQueries(trpc.deadLetters.pathFilter()));
  // Of every kind, also those that the filter leaves out: the number stands on the button that would bring them in.
  const { kinds, ...ofEveryKind } = filter;
  const counts = useQuery({
    ...trpc.deadLetters.count.queryOptions({ filter: ofEveryKind }),
    refetchInterval: EVERY_MS,
    placeholderData: keepPreviousData,
  });
  const pages = useInfiniteQuery({
    queryKey: [...trpc.deadLetters.list.queryKey({ filter }), 'pages'],
    queryFn: ({ pageParam, signal }) =>
      client.deadLetters.list.query({ filter, limit: PAGE_ROWS, ...(pageParam && { after: pageParam }) }, { signal }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
    refetchInterval: EVERY_MS,
  });
  const { hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = pages;
  const loadMore = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  const rows = useMemo(() => pages.data?.pages.flatMap((page) => page.rows), [pages.data]);
  const left = useMemo(() => counts.data && leftOf(counts.data, kinds), [counts.data, kinds]);
  return { data: rows, counts: counts.data, left, error: pages.error, refetch, loadMore };
}

/** The newest redrives, while any of them is under way every second. */
export function useRedrives() {
  const isAllowed = useMay('deadLetters.redrives');
  return useQuery({
    ...useTRPC().deadLetters.redrives.queryOptions(),
    enabled: isAllowed,
    refetchInterval: ({ state }) => (state.data?.some((one) => one.waiting + one.underWay > 0) ? 1_000 : EVERY_MS),
  }).data;
}

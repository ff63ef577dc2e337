'use client';
import { type InfiniteData, infiniteQueryOptions, useInfiniteQuery } from '@tanstack/react-query';
import { useTRPC, useTRPCClient } from '@/app/_client/trpc';
import type { QueueRow } from '@/domain/desk/task';
import type { Interaction } from '@/server/interactions/recent';

const FIRST = 5;
const MORE = 20;

interface TalkPage {
  readonly items: readonly Interaction[];
  readonly more: boolean;
}

/** How the interactions around a card are asked for: the last five, then twenty older ones at a time. */
export function useTalkOptions() {
  const trpc = useTRPC();
  const client = useTRPCClient();
  return ({ customerId, orderId }: Pick<QueueRow, 'customerId' | 'orderId'>) => {
    const of = { customerId: customerId ?? undefined, orderId: orderId ?? undefined };
    return infiniteQueryOptions<TalkPage, Error, InfiniteData<TalkPage>, readonly unknown[], string | null>({
      queryKey: [...trpc.interactions.recent.pathKey(), of],
      queryFn: ({ pageParam }) =>
        client.interactions.recent.query({
          ...of,
          limit: pageParam === null ? FIRST : MORE,
          before: pageParam ?? undefined,
        }),
      initialPageParam: null,
      getNextPageParam: (last) => (last.more ? (last.items.at(-1)?.interactionId ?? null) : null),
    });
  };
}

/** The interactions around a card, oldest first, so that the newest stands at the bottom. */
export function useTalk(row: Pick<QueueRow, 'customerId' | 'orderId'>) {
  const query = useInfiniteQuery(useTalkOptions()(row));
  const items = (query.data?.pages ?? []).flatMap((page) => page.items).toReversed();
  return {
    items,
    isPending: query.isPending,
    /** Only while there is nothing to show: what is there stays through a lost connection. */
    error: query.data === undefined ? query.error : null,
    hasOlder: query.hasNextPage,
    isLoadingOlder: query.isFetchingNextPage,
    loadOlder: () => void query.fetchNextPage(),
    reload: () => void query.refetch(),
  };
}

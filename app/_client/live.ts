'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useSyncExternalStore } from 'react';
import type { LiveEvent, LiveTopic } from '@/domain/live/events';
import type { Freshness } from './freshness';
import { liveConnection } from './live-connection';
import { useLatest } from './use-latest';

type EventOf<T extends LiveTopic> = Extract<LiveEvent, { topic: T }>;

/** Calls the handler for every live event of the topic while the component is mounted. */
export function useLive<T extends LiveTopic>(topic: T, handler: (event: EventOf<T>) => void): void {
  const latest = useLatest(handler);
  useEffect(
    () =>
      liveConnection().onLive((event) => {
        if (event.topic === topic) latest.current(event as EventOf<T>);
      }),
    [topic, latest],
  );
}

/** Calls the handler when the database turns out to be another one than the page knew: versions it remembers are void. */
export function useOtherHistory(handler: () => void): void {
  const latest = useLatest(handler);
  useEffect(
    () =>
      liveConnection().onReset((_isFirst, isOtherHistory) => {
        if (isOtherHistory) latest.current();
      }),
    [latest],
  );
}

/** Follows a room while mounted; null follows none. */
export function useWatch(room: string | null): void {
  useEffect(() => (room === null ? undefined : liveConnection().watch(room)), [room]);
}

const NOT_YET: Freshness = { status: 'connecting', ageMs: null, asOf: null, intakeLagMs: 0 };

/** How fresh the page is; changes at least once a second. */
export const useFreshness = (): Freshness =>
  useSyncExternalStore(
    (onChange) => liveConnection().onFreshness(onChange),
    () => liveConnection().freshness,
    () => NOT_YET,
  );

const POLL_WITHOUT_LIVE_MS = 5_000;

/**
 * Refetches everything after a reset or a change of one's rights, and every five seconds while the live path is down. `onResync` tells the person that
 * the page was refetched because it had missed too much. Mount once.
 */
export function useLiveUpkeep(onResync: () => void): void {
  const queryClient = useQueryClient();
  const { status } = useFreshness();
  const isDown = status === 'reconnecting' || status === 'stalled';
  const latest = useLatest(onResync);
  useEffect(
    () =>
      liveConnection().onReset((isFirst) => {
        void queryClient.invalidateQueries();
        if (!isFirst) latest.current();
      }),
    [queryClient, latest],
  );
  useEffect(() => liveConnection().onRightsChange(() => void queryClient.invalidateQueries()), [queryClient]);
  // Told again after a lost connection, when the socket itself could not say so.
  useLive('grant.changed', () => void queryClient.invalidateQueries());
  useEffect(() => {
    if (!isDown) return;
    const timer = setInterval(() => void queryClient.invalidateQueries(), POLL_WITHOUT_LIVE_MS);
    return () => clearInterval(timer);
  }, [isDown, queryClient]);
}

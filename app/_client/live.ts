'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useSyncExternalStore } from 'react';
import type { LiveEvent, LiveTopic } from '@/domain/live/events';
import { type Freshness, liveConnection } from './live-connection';

type EventOf<T extends LiveTopic> = Extract<LiveEvent, { topic: T }>;

/** Calls the handler for every live event of the topic while the component is mounted. */
export function useLive<T extends LiveTopic>(topic: T, handler: (event: EventOf<T>) => void): void {
  const latest = useRef(handler);
  useEffect(() => {
    latest.current = handler;
  });
  useEffect(
    () =>
      liveConnection().onLive((event) => {
        if (event.topic === topic) latest.current(event as EventOf<T>);
      }),
    [topic],
  );
}

/** Follows a room while mounted; null follows none. */
export function useWatch(room: string | null): void {
  useEffect(() => (room === null ? undefined : liveConnection().watch(room)), [room]);
}

const NOT_YET: Freshness = { status: 'connecting', ageMs: null, asOf: null };

/** How fresh the page is; changes at least once a second. */
export const useFreshness = (): Freshness =>
  useSyncExternalStore(
    (onChange) => liveConnection().onFreshness(onChange),
    () => liveConnection().freshness,
    () => NOT_YET,
  );

const POLL_WITHOUT_LIVE_MS = 5_000;

/** Refetches everything after a reset, and every five seconds while the live path is down. Mount once. */
export function useLiveUpkeep(): void {
  const queryClient = useQueryClient();
  const { status } = useFreshness();
  const isDown = status === 'reconnecting' || status === 'stalled';
  useEffect(() => liveConnection().onReset(() => void queryClient.invalidateQueries()), [queryClient]);
  useEffect(() => {
    if (!isDown) return;
    const timer = setInterval(() => void queryClient.invalidateQueries(), POLL_WITHOUT_LIVE_MS);
    return () => clearInterval(timer);
  }, [isDown, queryClient]);
}

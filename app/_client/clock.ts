'use client';
import { useSyncExternalStore } from 'react';
import { liveConnection } from './live-connection';

const TICK_MS = 1_000;
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | null = null;
let nowMs = 0;

function tick(): void {
  nowMs = liveConnection().serverNow();
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(tick, TICK_MS);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0 || timer === null) return;
    clearInterval(timer);
    timer = null;
  };
}

function read(): number {
  if (nowMs === 0) nowMs = liveConnection().serverNow();
  return nowMs;
}

/** The server's time in epoch ms, ticking once a second, one timer for all clocks of the page. 0 while rendering on the server. */
export const useServerNow = (): number => useSyncExternalStore(subscribe, read, () => 0);

'use client';
import { useCallback, useEffect, useRef } from 'react';
import { useLatest } from '@/app/_client/use-latest';

/** Runs once for all calls within a moment, at its end: one change often comes as several events. */
export function useCoalesced(run: () => void, withinMs: number): () => void {
  const latest = useLatest(run);
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  useEffect(
    () => () => {
      if (timer.current !== null) clearTimeout(timer.current);
    },
    [],
  );
  return useCallback(() => {
    timer.current ??= setTimeout(() => {
      timer.current = null;
      latest.current();
    }, withinMs);
  }, [latest, withinMs]);
}

'use client';
import { useCallback, useEffect, useRef } from 'react';

/**
 * Does the work at once when asked after a quiet time, and otherwise at most once per `everyMs`; always once after the last
 * request, so nothing that was asked for is left out.
 */
export function useThrottled(work: () => void, everyMs: number): () => void {
  const latest = useRef(work);
  const ranAtMs = useRef(Number.NEGATIVE_INFINITY);
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  useEffect(() => {
    latest.current = work;
  });
  useEffect(
    () => () => {
      if (timer.current !== null) clearTimeout(timer.current);
      timer.current = null;
    },
    [],
  );
  return useCallback(() => {
    if (timer.current !== null) return;
    const waitMs = Math.max(0, ranAtMs.current + everyMs - performance.now());
    timer.current = setTimeout(() => {
      timer.current = null;
      ranAtMs.current = performance.now();
      latest.current();
    }, waitMs);
  }, [everyMs]);
}

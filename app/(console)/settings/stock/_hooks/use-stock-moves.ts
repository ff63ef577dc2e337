'use client';
import { useEffect, useRef } from 'react';
import { useLive } from '@/app/_client/live';
import { useLatest } from '@/app/_client/use-latest';

/** Calls `onMove` when SKUs move (of these, where some are given), at most once in `everyMs`: a surge moves many a second. */
export function useStockMoves(onMove: () => void, everyMs: number, only?: string): void {
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  const latest = useLatest(onMove);
  useEffect(
    () => () => {
      if (timer.current !== null) clearTimeout(timer.current);
    },
    [],
  );
  useLive('stock.changed', ({ patch }) => {
    if (timer.current !== null || (only !== undefined && !patch.skus.includes(only))) return;
    timer.current = setTimeout(() => {
      timer.current = null;
      latest.current();
    }, everyMs);
  });
}

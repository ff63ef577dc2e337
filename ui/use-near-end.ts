'use client';
import { useEffect } from 'react';

/** Calls `onNearEnd` when fewer than `left` of the rows that are there come after the last one shown. */
export function useNearEnd(lastShown: number, rows: number, left: number, onNearEnd?: () => void): void {
  useEffect(() => {
    if (rows > 0 && lastShown >= rows - left) onNearEnd?.();
  }, [lastShown, rows, left, onNearEnd]);
}

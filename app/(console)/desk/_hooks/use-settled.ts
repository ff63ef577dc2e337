'use client';
import { useEffect, useState } from 'react';

const SETTLE_MS = 120;

/** The value once it has stood still for a moment, so that running down the list does not ask for every card passed. */
export function useSettled<T>(value: T): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), SETTLE_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}

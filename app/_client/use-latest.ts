'use client';
import { useLayoutEffect, useRef } from 'react';

/** The newest value, for handlers that are registered once. It is there before the next key or click is. */
export function useLatest<T>(value: T) {
  const latest = useRef(value);
  useLayoutEffect(() => {
    latest.current = value;
  });
  return latest;
}

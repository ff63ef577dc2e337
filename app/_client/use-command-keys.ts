'use client';
import { useEffect } from 'react';
import { handleKey } from './commands';

/** Listens for keys on behalf of all registered commands. Mount once. */
export function useCommandKeys(): void {
  useEffect(() => {
    window.addEventListener('keydown', handleKey);
    return () => window.removeEventListener('keydown', handleKey);
  }, []);
}

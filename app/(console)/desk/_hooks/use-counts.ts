'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useLive } from '@/app/_client/live';
import { useTRPC } from '@/app/_client/trpc';

const REFRESH_EVERY_MS = 1_000;

/** How many cards each tab holds; read again at most once a second while cards change. */
export function useCounts() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  useLive('task.changed', () => {
    timer.current ??= setTimeout(() => {
      timer.current = null;
      void queryClient.invalidateQueries(trpc.tasks.counts.queryFilter());
    }, REFRESH_EVERY_MS);
  });
  useEffect(
    () => () => {
      if (timer.current !== null) clearTimeout(timer.current);
    },
    [],
  );
  return useQuery(trpc.tasks.counts.queryOptions()).data;
}

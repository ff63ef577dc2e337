'use client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTRPCClient } from '@/app/_client/trpc';
import type { TierDraft } from './use-draft';

const SETTLED_MS = 350;
/** Cards come and go meanwhile. */
const AGAIN_MS = 20_000;

/** A value once it has not changed for a moment. */
function useSettled<T>(value: T): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), SETTLED_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}

/** What publishing the draft would do to the open cards, asked anew when it changes and every few seconds. */
export function usePreview({ tiers, changes, problems }: TierDraft) {
  const client = useTRPCClient();
  const settled = useSettled(tiers);
  const preview = useQuery({
    queryKey: ['tiers.preview', settled],
    queryFn: ({ signal }) => client.tiers.preview.mutate({ tiers: structuredClone([...settled]) as never }, { signal }),
    enabled: changes.length > 0 && problems.length === 0 && settled === tiers,
    staleTime: AGAIN_MS,
    refetchInterval: AGAIN_MS,
    placeholderData: keepPreviousData,
    gcTime: 0,
  });
  return { ...preview, isCurrent: settled === tiers && !preview.isPlaceholderData && preview.data !== undefined };
}
export type Preview = ReturnType<typeof usePreview>;

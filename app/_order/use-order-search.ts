'use client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTRPC } from '@/app/_client/trpc';
import type { SearchFinding } from '@/server/orders/search';
import type { SearchKind, Unsearchable } from '@/server/orders/search-kind';

const SEARCH_AFTER_MS = 150;
const MASKABLE: ReadonlySet<SearchKind> = new Set(['name', 'phone']);

/** A value once it has rested, so that typing does not ask at every key. */
function useRested(value: string): string {
  const [rested, setRested] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), SEARCH_AFTER_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return rested;
}

/** Where a search stands; `found` and `none` are about the text as it is now. */
export type SearchState = 'idle' | 'asking' | 'found' | 'none' | 'failed' | 'offline' | Unsearchable;

/** Orders that a text may mean, by each way it was looked for. What was asked before and is not wanted any more is given up. */
export function useOrderSearch(text: string) {
  const wanted = text.trim();
  const asked = useRested(wanted);
  const search = useQuery({
    ...useTRPC().orders.search.queryOptions({ text: asked }, { trpc: { abortOnUnmount: true } }),
    enabled: asked !== '',
    placeholderData: keepPreviousData,
    staleTime: 5_000,
  });
  const isCurrent = wanted === asked && !search.isPlaceholderData;
  const findings: readonly SearchFinding[] = wanted === '' ? [] : (search.data?.findings ?? []);
  const kinds = isCurrent ? findings.map(({ kind }) => kind) : [];
  const hidden = kinds.find((kind) => MASKABLE.has(kind)) ?? null;
  const askable = isCurrent && wanted !== '' ? (search.data?.askable ?? []) : [];
  return { findings, kinds, hidden, askable, state: stateOf(), reload: () => void search.refetch() };

  function stateOf(): SearchState {
    if (wanted === '') return 'idle';
    if (search.fetchStatus === 'paused') return 'offline';
    if (search.isError) return 'failed';
    if (!isCurrent || !search.data) return 'asking';
    if (search.data.unsearchable) return search.data.unsearchable;
    return findings.some(({ rows }) => rows.length > 0) ? 'found' : 'none';
  }
}

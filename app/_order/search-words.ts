'use client';
import { useTranslations } from 'next-intl';
import type { SearchKind } from '@/server/orders/search-kind';
import type { useOrderSearch } from './use-order-search';

/** How a way of looking for a text is called, with the text: "手机尾号 5678". */
export function useFindingTitle(): (kind: SearchKind, text: string) => string {
  const t = useTranslations('search');
  return (kind, text) => t(`by.${kind}`, { text });
}

/** What there is to say about a search beside what it found; null: nothing. */
export function useSearchWords({ state, kinds, hidden }: ReturnType<typeof useOrderSearch>): {
  readonly status: string | null;
  /** What was left out: names and numbers that a platform masked are in no index. */
  readonly hint: string | null;
} {
  const t = useTranslations();
  const ways = kinds.map((kind) => t(`search.way.${kind}`)).join(t('orders.and'));
  const status = state === 'idle' || state === 'asking' || state === 'found' ? null : t(`search.${state}`, { ways });
  const isMasked = state === 'masked' || hidden !== null;
  return { status, hint: isMasked ? t(`privacy.search_${state === 'masked' ? 'masked' : hidden}`) : null };
}

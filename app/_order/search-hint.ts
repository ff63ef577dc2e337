'use client';
import { useTranslations } from 'next-intl';
import type { SearchKind } from '@/server/orders/search-kind';

/** What the kind of a search leaves out: names and numbers that a platform masked are in no index. */
export function useSearchHint(kind: SearchKind | null): string | null {
  const t = useTranslations('privacy');
  if (kind === 'masked' || kind === 'name' || kind === 'phone') return t(`search_${kind}`);
  return null;
}

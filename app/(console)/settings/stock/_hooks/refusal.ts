'use client';
import { useTranslations } from 'next-intl';
import { apiErrorOf } from '@/app/_client/errors';

const KNOWN = ['held', 'too-many', 'twice', 'no-call', 'changed'] as const;

/** Says in the page's language why a change of the stock was refused; null when there is no error. */
export function useStockRefusal(): (error: unknown) => string | null {
  const t = useTranslations();
  return (error) => {
    if (!error) return null;
    const { code, detail } = apiErrorOf(error);
    const why = KNOWN.find((known) => known === detail.why);
    if (why === undefined) return t(`errors.${code}`);
    return t(`stockPages.why.${why}`, { held: Number(detail.reserved ?? 0) });
  };
}

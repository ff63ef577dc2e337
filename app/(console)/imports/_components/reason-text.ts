'use client';
import { useTranslations } from 'next-intl';
import { reasonKeyOf } from './reasons';

/** Says why a cell or a file was refused in the page's language. */
export function useReasonText(): (reason: string) => string {
  const t = useTranslations('imports.reason');
  return (reason) => {
    const known = reasonKeyOf(reason);
    return known ? t(known.key, { n: known.n }) : reason;
  };
}

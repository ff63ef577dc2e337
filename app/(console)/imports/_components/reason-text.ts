'use client';
import { useTranslations } from 'next-intl';
import { useReasonLanguage } from '@/app/_client/reason-text';
import { readReason, reasonTextWithoutPath } from '@/domain/intake/reason';
import { reasonKeyOf } from './reasons';

/** Says why a cell or a file was refused in the page's language. */
export function useReasonText(): (reason: string) => string {
  const t = useTranslations('imports.reason');
  const language = useReasonLanguage();
  return (reason) => {
    const coded = readReason(reason);
    if (coded) return reasonTextWithoutPath(coded, language);
    const known = reasonKeyOf(reason);
    return known ? t(known.key, { n: known.n }) : reason;
  };
}

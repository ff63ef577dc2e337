'use client';
import { useLocale } from 'next-intl';
import { type Reason, type ReasonLanguage, shownReason } from '@/domain/intake/reason';

/** The page's language, as reasons are said in. */
export const useReasonLanguage = (): ReasonLanguage => (useLocale() === 'en' ? 'en' : 'zh-CN');

/** Says in the page's language why something was set aside or a call failed; what was stored as a sentence stays as it is. */
export function useReasonText(): (reason: string | Reason) => string {
  const language = useReasonLanguage();
  return (reason) => shownReason(reason, language);
}

/** The same, as what a place shows. */
export function ReasonText({ reason }: { reason: string | Reason }) {
  return useReasonText()(reason);
}

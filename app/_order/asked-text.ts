'use client';
import { useTranslations } from 'next-intl';
import { useReasonText } from '@/app/_client/reason-text';
import type { AskedNow } from '@/server/fetching/ask-now';

/** What became of asking a platform for an order: that it agrees, that there was news, or what is wrong. */
export function useAskedText(): (answer: AskedNow) => string {
  const t = useTranslations('orderPage.asked');
  const reasonText = useReasonText();
  return (answer) => {
    if (answer.isOk) return t(answer.isNews ? 'news' : 'same');
    const reason = answer.reason === null ? '' : reasonText(answer.reason);
    return [t(`problem_${answer.problem}`), reason].filter(Boolean).join(t('joint'));
  };
}

'use client';
import { useTranslations } from 'next-intl';
import { apiErrorOf } from '@/app/_client/errors';

const RULES = ['too-far', 'too-short', 'too-long', 'role', 'has-it'] as const;
const HOUR_MS = 3_600_000;

/** Says in the page's language why a right was not lent or taken back; null when there is no error. */
export function useProblemText(): (error: unknown) => string | null {
  const t = useTranslations();
  return (error) => {
    if (!error) return null;
    const { code, detail } = apiErrorOf(error);
    const rule = RULES.find((known) => known === detail.rule);
    if (rule)
      return t(`settings.grants.refused_${rule}`, { hours: Math.round(Number(detail.longestMs ?? 0) / HOUR_MS) });
    if (code === 'conflict') return t('settings.grants.refused_conflict');
    return t(`errors.${code}`);
  };
}

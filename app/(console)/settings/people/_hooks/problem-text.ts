'use client';
import { useTranslations } from 'next-intl';
import { apiErrorOf } from '@/app/_client/errors';

const REASONS = ['last-admin', 'self'] as const;
const FIELDS = ['username', 'groupId', 'name'] as const;

/** Says in the page's language why a change of a person was refused; null when there is no error. */
export function useProblemText(): (error: unknown) => string | null {
  const t = useTranslations();
  return (error) => {
    if (!error) return null;
    const { code, detail } = apiErrorOf(error);
    const reason = REASONS.find((known) => known === detail.reason);
    if (reason) return t(`settings.people.refused_${reason}`);
    const field = FIELDS.find((known) => known === detail.field);
    if (field === 'username' && code === 'conflict') return t('settings.people.refused_taken');
    if (field && (code === 'conflict' || code === 'invalid')) return t(`settings.people.refused_${field}`);
    return t(`errors.${code}`);
  };
}

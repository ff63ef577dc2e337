'use client';
import { useTranslations } from 'next-intl';
import { apiErrorOf } from '@/app/_client/errors';

const BELONGINGS = ['people', 'shops', 'openCards'] as const;

/** Says in the page's language why a change of a group was refused; null when there is no error. */
export function useProblemText(): (error: unknown) => string | null {
  const t = useTranslations();
  return (error) => {
    if (!error) return null;
    const { code, detail } = apiErrorOf(error);
    if (detail.field === 'name') return t('settings.groups.refused_name');
    if (detail.reason !== 'in-use') return t(`errors.${code}`);
    const left = BELONGINGS.filter((what) => Number(detail[what] ?? 0) > 0);
    if (left.length === 0) return t(`settings.groups.refused_${Number(detail.history ?? 0) > 0 ? 'history' : 'other'}`);
    const parts = left.map((what) => t(`settings.groups.left_${what}`, { count: Number(detail[what]) }));
    return t('settings.groups.refused_inUse', { left: parts.join(t('settings.groups.and')) });
  };
}

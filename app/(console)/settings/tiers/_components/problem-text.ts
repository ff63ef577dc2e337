'use client';
import { useTranslations } from 'next-intl';
import type { TierProblem } from '@/domain/tiers/tier-problems';

/** What is wrong with a field of a tier, in words; null when nothing is. */
export function useProblemText(problems: readonly TierProblem[]): (field: string) => string | null {
  const t = useTranslations('settings.tiers.problem');
  return (field) => {
    const found = problems.find((problem) => problem.field === field);
    return found ? t(found.problem) : null;
  };
}

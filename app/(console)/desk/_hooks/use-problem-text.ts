'use client';
import { useFormatter, useTranslations } from 'next-intl';
import { apiErrorOf } from '@/app/_client/errors';

/** What an API error means here, as a sentence: who has the card, what is wrong with the text, or the error's own words. */
export function useProblemText(): (error: unknown) => string {
  const t = useTranslations();
  const format = useFormatter();
  const timeOf = (at: string | number) =>
    format.dateTime(Number(at), { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });
  return (error) => {
    const { code, detail } = apiErrorOf(error);
    const reason = String(detail.reason ?? '');
    const by = String(detail.by ?? '');
    if (reason === 'other-seat' && by) return t('desk.problem.other-seat', { by });
    const { at, what } = detail;
    if (reason === 'locked' && by && at) return t('desk.problem.locked', { by, time: timeOf(at) });
    if (reason === 'version' && at && what) {
      const key = by ? `desk.changedBy.${what}` : `desk.changed.${what}`;
      if (t.has(key)) return t(key, { by, time: timeOf(at) });
    }
    if (reason && t.has(`desk.problem.${reason}`)) return t(`desk.problem.${reason}`, { by });
    if (code === 'conflict' && by) return t('errors.conflictBy', { by });
    return t(`errors.${code}`);
  };
}

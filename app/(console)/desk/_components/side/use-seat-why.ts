'use client';
import { useTranslations } from 'next-intl';
import type { TaskDetail } from '@/server/tasks/open';

const numberOf = (value: unknown): number => (typeof value === 'number' ? value : 0);

/** Why the card is on its seat: pushed there as the least loaded, because it served the customer last, or taken. */
export function useSeatWhy(): (detail: TaskDetail) => string | null {
  const t = useTranslations('desk');
  return ({ row, seatWhy }) => {
    if (row.seatId === null) return t('seatWhy.nobody');
    const reason = seatWhy?.reason ?? seatWhy?.kind;
    if (seatWhy === null || typeof reason !== 'string' || !t.has(`seatWhy.${reason}`)) return null;
    return t(`seatWhy.${reason}`, {
      open: numberOf(seatWhy.openCount),
      capacity: numberOf(seatWhy.capacity),
      candidates: numberOf(seatWhy.candidates),
    });
  };
}

'use client';
import { useTranslations } from 'next-intl';
import { useMoment } from '@/app/_order/moment';
import { yuanText } from '@/app/_order/money';
import type { ConflictKind, ConflictSide } from '@/domain/order/conflicts';
import { ORDER_STATUSES } from '@/domain/order/order';

/** What one side of a conflict says, in words: an amount, a status, a time, a number, or nothing. */
export function useSideText(): (kind: ConflictKind, side: ConflictSide) => string {
  const t = useTranslations();
  const moment = useMoment();
  return (kind, { value, source }) => {
    if (value === null) return t('conflicts.saysNothing');
    if (kind === 'paid-amount') return yuanText(Number(value));
    const status = ORDER_STATUSES.find((known) => known === value);
    if (status) return t(`terms.status.${status}`);
    if (typeof value === 'number')
      return t(
        source === 'payment' ? 'conflicts.paidAt' : source === 'carrier' ? 'conflicts.signedAt' : 'conflicts.shippedAt',
        {
          time: moment(value),
        },
      );
    return String(value);
  };
}

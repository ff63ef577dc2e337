'use client';
import { useTranslations } from 'next-intl';
import { useMoment } from '@/app/_order/moment';
import type { OrderLock } from '@/server/stock/of-order';
import { Chip, type ChipTone } from '@/ui/chip';
import { useStock } from '../_hooks/use-stock';
import type { SectionProps } from '../sections';
import { QueryPart } from './query-part';

const TONES: Readonly<Record<OrderLock['state'], ChipTone>> = {
  reserved: 'green',
  short: 'red',
  uncounted: 'amber',
  released: 'neutral',
  shipped: 'neutral',
};

/** What the order holds of the stock or waits for, by SKU of the house. */
export function Stock({ page: { order } }: SectionProps) {
  const t = useTranslations('stock');
  const stock = useStock(order.orderId);
  return (
    <QueryPart query={stock}>
      {({ isKept, locks }) =>
        locks.length === 0 ? (
          <p className="text-ink-3">{t(isKept ? 'none' : 'notKept')}</p>
        ) : (
          <ul className="flex flex-col gap-2">
            {locks.map((lock) => (
              <LockLine key={lock.sku} lock={lock} />
            ))}
          </ul>
        )
      }
    </QueryPart>
  );
}

function LockLine({ lock }: { lock: OrderLock }) {
  const t = useTranslations('stock');
  const moment = useMoment();
  return (
    <li className="flex flex-wrap items-center gap-x-2 gap-y-1">
      <Chip tone={TONES[lock.state]}>{t(`state_${lock.state}`)}</Chip>
      <span className="break-all">
        {lock.sku} × {lock.quantity}
      </span>
      {lock.state !== 'uncounted' && (
        <span className="text-ink-2">{t('level', { onHand: lock.onHand, free: lock.free })}</span>
      )}
      <time dateTime={new Date(lock.changedAt).toISOString()} className="text-small text-ink-3">
        {moment(lock.changedAt)}
      </time>
    </li>
  );
}

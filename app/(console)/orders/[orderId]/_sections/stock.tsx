'use client';
import { useTranslations } from 'next-intl';
import { LockChip } from '@/app/_order/lock-chip';
import { useMoment } from '@/app/_order/moment';
import { useStock } from '@/app/_order/use-stock';
import type { OrderLock } from '@/server/stock/of-order';
import type { SectionProps } from '../sections';
import { QueryPart } from './query-part';

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
      <LockChip state={lock.state} />
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

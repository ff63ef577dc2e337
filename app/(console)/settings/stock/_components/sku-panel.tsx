'use client';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { ExportMenu } from '@/app/_client/export-menu';
import { useMay } from '@/app/_client/me';
import { useMoment } from '@/app/_order/moment';
import type { StockRow } from '@/server/stock/list';
import type { MovementRow } from '@/server/stock/movements';
import type { WaitingOrder } from '@/server/stock/waiting';
import { Button } from '@/ui/button';
import { Chip } from '@/ui/chip';
import { DetailPanel } from '../../_parts/detail-panel';
import { ListBody } from '../../_parts/list-body';
import { Part } from '../../_parts/part';
import { useSku } from '../_hooks/use-stock';
import { LevelForm } from './level-form';
import { StockMarks } from './stock-columns';

const signed = (n: number): string => (n > 0 ? `+${n}` : String(n));

function Level({ row }: { row: StockRow }) {
  const t = useTranslations('stockPages');
  return (
    <div className="flex flex-col gap-2">
      <dl className="flex gap-6 tabular-nums">
        {(['onHand', 'reserved', 'free'] as const).map((id) => (
          <div key={id}>
            <dt className="text-small text-ink-3">{t(id)}</dt>
            <dd className="text-lead font-semibold">{row.isCounted ? row[id] : '—'}</dd>
          </div>
        ))}
      </dl>
      <StockMarks row={row} />
      {!row.isCounted && <p className="text-small text-ink-2">{t('notCountedHint')}</p>}
    </div>
  );
}

function Waiting({ orders }: { orders: readonly WaitingOrder[] }) {
  const t = useTranslations('stockPages');
  const moment = useMoment();
  if (orders.length === 0) return <p className="text-ink-3">{t('noneWaits')}</p>;
  return (
    <ul className="flex flex-col gap-1">
      {orders.map((order) => (
        <li key={order.orderId} className="flex flex-wrap items-center gap-2">
          <Link href={`/orders/${order.orderId}`} className="text-tide underline underline-offset-2">
            {order.orderNo}
          </Link>
          <span>× {order.quantity}</span>
          <Chip tone={order.state === 'short' ? 'red' : 'amber'}>{t(`waiting_${order.state}`)}</Chip>
          <time dateTime={new Date(order.since).toISOString()} className="text-small text-ink-3">
            {moment(order.since)}
          </time>
        </li>
      ))}
    </ul>
  );
}

function Movement({ row }: { row: MovementRow }) {
  const t = useTranslations('stockPages');
  const moment = useMoment();
  const changes = [
    ...(row.onHandChange !== 0 ? [t('changeOnHand', { change: signed(row.onHandChange) })] : []),
    ...(row.reservedChange !== 0 ? [t('changeReserved', { change: signed(row.reservedChange) })] : []),
  ];
  return (
    <li className="flex flex-col gap-0.5 border-b border-line py-1.5 last:border-b-0">
      <span className="flex flex-wrap items-center gap-2 tabular-nums">
        <time dateTime={new Date(row.at).toISOString()} className="text-small text-ink-3">
          {moment(row.at)}
        </time>
        <b className="font-semibold">{t(`kind_${row.kind}`)}</b>
        <span>{changes.length > 0 ? changes.join(' · ') : t('unchanged')}</span>
        {row.missing > 0 && <Chip tone="red">{t('missing', { count: row.missing })}</Chip>}
      </span>
      <span className="flex flex-wrap items-center gap-2 text-small text-ink-2">
        {t('after', { onHand: row.onHand, reserved: row.reserved })}
        {row.orderId !== null && (
          <Link href={`/orders/${row.orderId}`} className="text-tide underline underline-offset-2">
            {row.orderNo}
          </Link>
        )}
        {row.by !== null && <span>{row.by}</span>}
        {row.reason !== '' && <span className="break-all">{row.reason}</span>}
      </span>
    </li>
  );
}

/** One SKU: how much there is, who waits for it, and every movement as it happens. */
export function SkuPanel({ sku, onClose }: { sku: string; onClose: () => void }) {
  const t = useTranslations('stockPages');
  const { row, movements, waiting } = useSku(sku);
  const mayAdjust = useMay('stock.adjust');
  const [open, setOpen] = useState<'adjust' | 'count' | null>(null);
  const level = row.data?.[0];
  return (
    <DetailPanel title={sku} onClose={onClose}>
      <Part
        title={t('level')}
        action={
          mayAdjust &&
          level && (
            <span className="flex gap-1">
              <Button size="small" onClick={() => setOpen('count')}>
                {t('count')}
              </Button>
              {level.isCounted && (
                <Button size="small" onClick={() => setOpen('adjust')}>
                  {t('adjust')}
                </Button>
              )}
            </span>
          )
        }
      >
        <ListBody list={row}>
          {([found]) => (found ? <Level row={found} /> : <p className="text-ink-3">{t('noSuchSku')}</p>)}
        </ListBody>
      </Part>
      <Part title={t('waitingTitle')}>
        <ListBody list={waiting}>{(orders) => <Waiting orders={orders} />}</ListBody>
      </Part>
      <Part title={t('movements')} action={<ExportMenu list="stockMovements" filter={{ sku }} />}>
        <ListBody list={movements}>
          {(rows) =>
            rows.length === 0 ? (
              <p className="text-ink-3">{t('noMovements')}</p>
            ) : (
              <ol aria-label={t('movements')}>
                {rows.map((one) => (
                  <Movement key={one.movementId} row={one} />
                ))}
              </ol>
            )
          }
        </ListBody>
      </Part>
      {open && level && <LevelForm kind={open} row={level} onClose={() => setOpen(null)} />}
    </DetailPanel>
  );
}

'use client';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useServerNow } from '@/app/_client/clock';
import { yuanText } from '@/app/_order/money';
import { OrderLog } from '@/app/_order/order-log';
import { useTexts } from '@/app/_order/use-texts';
import type { LinkedOrder, TaskDetail } from '@/server/tasks/open';

type Part = 'log' | 'linked';

function LinkedOrders({ orders }: { orders: readonly LinkedOrder[] }) {
  const t = useTranslations();
  const texts = useTexts();
  const now = useServerNow();
  return (
    <ul>
      {orders.map((order) => (
        <li key={order.orderId} className="flex gap-3 border-t border-line py-1.5 text-small first:border-t-0">
          <Link href={`/orders/${order.orderId}`} className="text-base font-semibold text-tide hover:underline">
            {order.orderNo}
          </Link>
          <span className="text-ink-2">{t(`terms.status.${order.status}`)}</span>
          {order.how && t.has(`desk.how.${order.how}`) && (
            <span className="text-ink-3">{t(`desk.how.${order.how}`)}</span>
          )}
          <span className="ml-auto text-ink-2">{yuanText(order.amountFen)}</span>
          <time className="text-ink-3">{texts.time(order.placedAt, now)}</time>
        </li>
      ))}
    </ul>
  );
}

/** The order's log and the customer's other orders, folded away until asked for. */
export function OrderHistory({ detail }: { detail: TaskDetail }) {
  const t = useTranslations('desk');
  const [open, setOpen] = useState<Part | null>(null);
  const counts = { log: detail.log.length, linked: detail.linkedOrders.length };
  const parts = (['log', 'linked'] as const).filter((part) => counts[part] > 0);
  if (parts.length === 0) return null;
  return (
    <section aria-label={t('history')} className="shrink-0 border-b border-line bg-surface px-4 py-1">
      <div className="flex gap-4">
        {parts.map((part) => (
          <button
            key={part}
            type="button"
            aria-expanded={open === part}
            onClick={() => setOpen(open === part ? null : part)}
            className={`py-0.5 text-small ${open === part ? 'font-semibold text-tide' : 'text-ink-2 hover:text-ink'}`}
          >
            <span aria-hidden>{open === part ? '▾' : '▸'}</span> {t(`historyPart.${part}`)} {counts[part]}
          </button>
        ))}
      </div>
      {open !== null && (
        <div className="max-h-56 overflow-auto py-1">
          {open === 'log' ? <OrderLog log={detail.log} /> : <LinkedOrders orders={detail.linkedOrders} />}
        </div>
      )}
    </section>
  );
}

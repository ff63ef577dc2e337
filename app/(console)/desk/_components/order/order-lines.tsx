'use client';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useHoldText } from '@/app/_order/hold-text';
import { yuanText } from '@/app/_order/money';
import { Notes } from '@/app/_order/reveal/notes';
import { Receiver } from '@/app/_order/reveal/receiver';
import type { OrderDetail } from '@/server/orders/order-detail';

const FEW = 2;

function Note({ label, text }: { label: string; text: string }) {
  return (
    <p className="flex gap-2 text-small">
      <span className="shrink-0 text-ink-3">{label}</span>
      <span className="min-w-0 break-words">{text}</span>
    </p>
  );
}

/** What was ordered, where it goes, and what buyer and seller noted. */
export function OrderLines({ order }: { order: OrderDetail }) {
  const t = useTranslations('desk');
  const [isAll, setIsAll] = useState(false);
  const shown = isAll ? order.lines : order.lines.slice(0, FEW);
  const hidden = order.lines.length - shown.length;
  const holds = order.facts.holds?.value ?? [];
  const holdText = useHoldText();
  return (
    <section
      aria-label={t('lines')}
      className="flex max-h-40 shrink-0 flex-col gap-0.5 overflow-auto border-b border-line bg-surface px-4 py-1.5"
    >
      <ul className="flex flex-col gap-0.5">
        {shown.map((line) => (
          <li key={line.lineNo} className="flex items-baseline gap-2 text-small">
            <span className="min-w-0 truncate text-base">{line.title || line.sku}</span>
            {line.spec && <span className="shrink-0 text-ink-3">{line.spec}</span>}
            <span className="shrink-0 truncate text-ink-3">{line.sku}</span>
            {line.refundedQuantity !== undefined && (
              <span className="shrink-0 text-red">{t('refundedPieces', { count: line.refundedQuantity })}</span>
            )}
            <span className="ml-auto shrink-0 text-ink-2">
              {yuanText(line.unitPriceFen)} × {line.quantity}
            </span>
          </li>
        ))}
      </ul>
      {hidden > 0 && (
        <button
          type="button"
          className="self-start text-small text-tide hover:underline"
          onClick={() => setIsAll(true)}
        >
          {t('moreLines', { count: hidden })}
        </button>
      )}
      {order.receiver && (
        <div className="flex gap-2 text-small">
          <span className="shrink-0 text-ink-3">{t('address')}</span>
          <Receiver key={order.orderId} order={order} receiver={order.receiver} />
        </div>
      )}
      <Notes key={`notes ${order.orderId}`} order={order} />
      {holds.length > 0 && <Note label={t('holds')} text={holds.map(holdText).join(' · ')} />}
    </section>
  );
}

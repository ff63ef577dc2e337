'use client';
import { Truck } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { ordersPath } from '@/app/_order/order-params';
import { HOUR_MS } from '@/domain/clocks/instant';
import { SHIP_SOON_MS } from '@/domain/order/stage-due';
import type { BoardSummary } from '@/server/board/summary';
import { countText } from './figures';

/** The orders whose platform wants them to leave within hours, and those that should have left; each leads to exactly these. */
export function ShipLine({ summary: { shipDue } }: { summary: BoardSummary }) {
  const t = useTranslations('board');
  const isOver = shipDue.passed > 0;
  return (
    <p
      data-gauge="ship"
      className={`flex flex-wrap items-baseline gap-x-3 rounded-lg border bg-surface px-3.5 py-1.5 ${isOver ? 'border-red-line' : 'border-line'}`}
    >
      <Truck aria-hidden size={14} className="self-center text-ink-3" />
      <span className="font-semibold">{t('shipGauge')}</span>
      <Link
        href={ordersPath({ shipDue: 'passed' })}
        className={`font-semibold hover:underline ${isOver ? 'text-red' : 'text-green'}`}
      >
        {t('shipPassed', { count: countText(shipDue.passed) })}
      </Link>
      <Link
        href={ordersPath({ shipDue: 'soon' })}
        className={`hover:underline ${shipDue.soon > 0 ? 'font-semibold text-amber' : 'text-ink-2'}`}
      >
        {t('shipSoon', { count: countText(shipDue.soon), hours: SHIP_SOON_MS / HOUR_MS })}
      </Link>
      <span className="ml-auto text-small text-ink-3">{t('shipTarget')}</span>
    </p>
  );
}

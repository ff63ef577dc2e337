'use client';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { ordersPath } from '@/app/_order/order-params';
import type { BoardSummary } from '@/server/board/summary';
import { Age } from './age';
import { countText } from './figures';

/** The six stages of the orders under way: how many, how many of them late (red), and the age of the oldest. */
export function Funnel({ funnel }: { funnel: BoardSummary['funnel'] }) {
  const most = Math.max(1, ...funnel.map((bar) => bar.n));
  return (
    <ul className="flex flex-col gap-1 px-3.5">
      {funnel.map((bar) => (
        <FunnelRow key={bar.stage} bar={bar} most={most} />
      ))}
    </ul>
  );
}

function FunnelRow({ bar, most }: { bar: BoardSummary['funnel'][number]; most: number }) {
  const t = useTranslations();
  const { stage, n, late, oldestSince } = bar;
  const name = t(`terms.stage.${stage}`);
  const share = (count: number) => `${(100 * count) / most}%`;
  return (
    <li className="grid grid-cols-[4.75rem_minmax(0,1fr)_3.25rem_3.75rem_4.75rem] items-center gap-2">
      <span className="truncate">{name}</span>
      <span aria-hidden className="flex h-4 overflow-hidden rounded-sm bg-sunken">
        <i className="bg-tide/80" style={{ width: share(n - late) }} />
        <i className="bg-red" style={{ width: share(late) }} />
      </span>
      <Link
        href={ordersPath({ stage })}
        aria-label={t('board.funnelCount', { stage: name, count: n })}
        className="text-right font-semibold hover:underline"
      >
        {countText(n)}
      </Link>
      {late > 0 ? (
        <Link
          href={ordersPath({ stage, isLate: true })}
          aria-label={t('board.funnelLate', { stage: name, count: late })}
          className="text-small text-red hover:underline"
        >
          {t('board.funnelLateShort', { count: countText(late) })}
        </Link>
      ) : (
        <span />
      )}
      <span className="text-right text-small whitespace-nowrap text-ink-3">
        {oldestSince === null ? '—' : <Age since={oldestSince} />}
      </span>
    </li>
  );
}

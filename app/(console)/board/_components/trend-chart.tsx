'use client';
import Link from 'next/link';
import { useFormatter, useTranslations } from 'next-intl';
import { type KeyboardEvent, useState } from 'react';
import { ordersPath } from '@/app/_order/order-params';
import { MINUTE_MS } from '@/domain/clocks/instant';
import type { TrendSlot } from '@/server/board/trend';
import { countText, roundTop } from './figures';

const SLOT_MS = 5 * MINUTE_MS;
const LABEL_EVERY = 6;

const pathOf = (values: readonly number[], count: number, top: number): string =>
  values
    .map((value, index) => `${index === 0 ? 'M' : 'L'}${((index + 0.5) / count) * 100} ${100 - (value / top) * 100}`)
    .join('');

/** Orders per five minutes of the past two hours against the day before, whose next hour is shown ahead of now. */
export function TrendChart({ trend }: { trend: readonly TrendSlot[] }) {
  const t = useTranslations('board');
  const past = trend.filter((slot) => slot.isComplete);
  const filling = trend[past.length];
  const top = roundTop(Math.max(filling?.orders ?? 0, ...trend.map((slot) => Math.max(slot.orders, slot.dayBefore))));
  return (
    <figure className="flex min-h-0 flex-1 flex-col px-3.5 pt-3 pb-1">
      <figcaption className="flex items-center gap-3 pb-1 text-small text-ink-3">
        <b className="font-semibold text-base text-ink">{t('trend')}</b>
        <span className="ml-auto flex items-center gap-1.5">
          <i aria-hidden className="h-0.5 w-4 bg-tide" />
          {t('trendToday')}
        </span>
        <span className="flex items-center gap-1.5">
          <i aria-hidden className="w-4 border-t-2 border-dashed border-ink-3" />
          {t('trendDayBefore')}
        </span>
        <span>{t('trendFilling', { count: countText(filling?.orders ?? 0) })}</span>
      </figcaption>
      <div className="relative mb-5 ml-9 min-h-16 flex-1">
        <Grid top={top} />
        <svg
          viewBox="0 0 100 100"
          preserveAspectRatio="none"
          aria-hidden="true"
          className="absolute inset-0 h-full w-full overflow-visible"
        >
          <path
            d={pathOf(
              trend.map((slot) => slot.dayBefore),
              trend.length,
              top,
            )}
            fill="none"
            strokeWidth={1.5}
            strokeDasharray="4 4"
            vectorEffect="non-scaling-stroke"
            className="stroke-ink-3"
          />
          <path
            d={pathOf(
              past.map((slot) => slot.orders),
              trend.length,
              top,
            )}
            fill="none"
            strokeWidth={2.25}
            strokeLinejoin="round"
            vectorEffect="non-scaling-stroke"
            className="stroke-tide"
          />
        </svg>
        <Slots trend={trend} past={past.length} />
      </div>
    </figure>
  );
}

function Grid({ top }: { top: number }) {
  return (
    <div aria-hidden className="text-tiny text-ink-3">
      {[0, 0.25, 0.5, 0.75, 1].map((part) => (
        <div key={part} className="absolute inset-x-0 border-t border-line" style={{ bottom: `${part * 100}%` }}>
          {part !== 0.25 && part !== 0.75 && (
            <span className="absolute right-full -translate-y-1/2 pr-1.5">{countText(part * top)}</span>
          )}
        </div>
      ))}
    </div>
  );
}

/** One strip a slot: its values on hover or focus (arrow keys move), its orders on a click or Enter. */
function Slots({ trend, past }: { trend: readonly TrendSlot[]; past: number }) {
  const t = useTranslations('board');
  const format = useFormatter();
  const [active, setActive] = useState<number | null>(null);
  const timeOf = (slot: TrendSlot) =>
    format.dateTime(slot.at, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  const labelOf = (slot: TrendSlot) =>
    t('trendSlot', { time: timeOf(slot), count: countText(slot.orders), before: countText(slot.dayBefore) });
  const shown = active === null ? undefined : trend[active];
  return (
    <>
      <div className="absolute inset-0 flex">
        {trend.map((slot, index) =>
          index > past ? (
            <span key={slot.at} className="relative flex-1 bg-sunken/60">
              <TimeMark index={index} text={timeOf(slot)} />
            </span>
          ) : (
            <Link
              key={slot.at}
              href={ordersPath({ placedFrom: slot.at, placedBefore: slot.at + SLOT_MS, isHistory: false })}
              prefetch={false}
              aria-label={labelOf(slot)}
              tabIndex={index === (active ?? past) ? 0 : -1}
              onMouseEnter={() => setActive(index)}
              onMouseLeave={() => setActive(null)}
              onFocus={() => setActive(index)}
              onKeyDown={moveFocus}
              className={`relative flex-1 hover:bg-tide-soft/60 ${index === past ? 'border-r border-line-strong' : ''}`}
            >
              <TimeMark index={index} text={timeOf(slot)} />
            </Link>
          ),
        )}
      </div>
      {shown && (
        <p
          aria-hidden
          className="pointer-events-none absolute top-1 left-2 rounded border border-line bg-raised px-2 py-0.5 text-small shadow-sm"
        >
          {labelOf(shown)}
        </p>
      )}
    </>
  );
}

function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const { previousElementSibling, nextElementSibling } = event.currentTarget;
  const next =
    event.key === 'ArrowLeft' ? previousElementSibling : event.key === 'ArrowRight' ? nextElementSibling : null;
  if (next instanceof HTMLAnchorElement) next.focus();
}

function TimeMark({ index, text }: { index: number; text: string }) {
  if (index % LABEL_EVERY !== LABEL_EVERY - 1) return null;
  return (
    <span aria-hidden className="absolute top-full left-1/2 -translate-x-1/2 pt-0.5 text-tiny text-ink-3">
      {text}
    </span>
  );
}

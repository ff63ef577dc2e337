'use client';
import { useTranslations } from 'next-intl';
import type { SeatRow } from '@/server/seats/list';
import { clockText } from '@/ui/duration';
import { CountLink } from './agent-table';
import { cardsPath } from './links';
import { SeatDot } from './seat-dot';

/** Who has done how much today, the most first. Equal counts share a rank. */
export function AgentRanking({ seats }: { seats: readonly SeatRow[] }) {
  const t = useTranslations('board');
  const ranked = seats.toSorted((a, b) => b.doneToday - a.doneToday || a.name.localeCompare(b.name, 'zh-CN'));
  const most = Math.max(1, ranked[0]?.doneToday ?? 0);
  return (
    <ol>
      {ranked.map((seat) => (
        <li
          key={seat.userId}
          className="grid grid-cols-[2rem_8rem_minmax(0,1fr)_3rem_8.5rem] items-center gap-3 border-t border-line py-1 first:border-t-0"
        >
          <span className="text-right text-ink-3">
            {1 + ranked.filter((other) => other.doneToday > seat.doneToday).length}
          </span>
          <span className="flex items-center gap-1.5 truncate font-semibold">
            <SeatDot seat={seat} />
            {seat.name}
          </span>
          <span aria-hidden className="h-2.5 rounded bg-sunken">
            <i className="block h-full rounded bg-tide" style={{ width: `${(100 * seat.doneToday) / most}%` }} />
          </span>
          <span className="text-right">
            <CountLink n={seat.doneToday} href={cardsPath('done', seat.userId)} label={`${seat.name} ${t('done')}`} />
          </span>
          <span className="text-right text-small text-ink-3">
            {t('mean')} {seat.meanHandleMs === null ? '—' : clockText(seat.meanHandleMs)}
          </span>
        </li>
      ))}
    </ol>
  );
}

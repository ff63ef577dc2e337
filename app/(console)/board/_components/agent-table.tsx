'use client';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import type { SeatRow } from '@/server/seats/list';
import { classNames } from '@/ui/class-names';
import { clockText } from '@/ui/duration';
import { Age, Countdown } from './age';
import { countText } from './figures';
import { cardsPath } from './links';
import { SeatDot, useSeatStateText } from './seat-dot';

/** Left edge of a text column that follows a number. */
const APART = 'pl-6';
const COLUMNS = [
  ['agent', false],
  ['state', false],
  ['inHand', true],
  ['oldest', true],
  ['stuck', false],
  ['done', true],
  ['mean', true],
  ['precision', true],
] as const;

const meanText = (ms: number | null): string => (ms === null ? '—' : clockText(ms));
const precisionText = (bp: number | null): string => (bp === null ? '—' : `${Math.round(bp / 100)}%`);

/** Who is in trouble first: the earliest deadline, then the fullest hands. */
const byTrouble = (a: SeatRow, b: SeatRow): number =>
  (a.oldestDueAt ?? Number.POSITIVE_INFINITY) - (b.oldestDueAt ?? Number.POSITIVE_INFINITY) ||
  b.inHand - a.inHand ||
  a.name.localeCompare(b.name, 'zh-CN');

/** What every agent has in hand, is stuck in, and did today. */
export function AgentTable({ seats }: { seats: readonly SeatRow[] }) {
  const t = useTranslations('board');
  return (
    <table className="w-full border-separate border-spacing-0">
      <thead>
        <tr>
          {COLUMNS.map(([id, isNumber]) => (
            <th
              key={id}
              scope="col"
              className={classNames(
                'sticky top-0 bg-surface py-1 pr-3 text-small font-normal whitespace-nowrap text-ink-3',
                isNumber ? 'text-right' : 'text-left',
                id === 'stuck' && APART,
              )}
            >
              {t(id)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {seats.toSorted(byTrouble).map((seat) => (
          <AgentRow key={seat.userId} seat={seat} />
        ))}
      </tbody>
    </table>
  );
}

function AgentRow({ seat }: { seat: SeatRow }) {
  const t = useTranslations();
  const stateText = useSeatStateText();
  const cell = 'border-t border-line py-1 pr-3 whitespace-nowrap';
  return (
    <tr>
      <th scope="row" className={`${cell} text-left font-semibold`}>
        <span className="flex items-center gap-1.5">
          <SeatDot seat={seat} />
          {seat.name}
        </span>
      </th>
      <td className={`${cell} text-ink-2`}>
        {stateText(seat)}
        {seat.stateSince !== null && seat.state === 'paused' && (
          <span className="ml-1.5 text-small text-ink-3">
            <Age since={seat.stateSince} />
          </span>
        )}
      </td>
      <td className={`${cell} text-right`}>
        <CountLink n={seat.inHand} href={cardsPath('open', seat.userId)} label={`${seat.name} ${t('board.inHand')}`} />
      </td>
      <td className={`${cell} text-right`}>
        {seat.oldestDueAt === null ? '—' : <Countdown dueAt={seat.oldestDueAt} />}
      </td>
      <td className={`${cell} ${APART} text-ink-2`}>
        {seat.stuckStage === null ? '—' : t(`terms.stage.${seat.stuckStage}`)}
      </td>
      <td className={`${cell} text-right`}>
        <CountLink n={seat.doneToday} href={cardsPath('done', seat.userId)} label={`${seat.name} ${t('board.done')}`} />
      </td>
      <td className={`${cell} text-right text-ink-2`}>{meanText(seat.meanHandleMs)}</td>
      <td className={`${cell} text-right text-ink-2`}>{precisionText(seat.precisionBp)}</td>
    </tr>
  );
}

/** A count that leads to its cards; a plain nought leads nowhere. */
export function CountLink({ n, href, label }: { n: number; href: string; label: string }) {
  if (n === 0) return <span className="text-ink-3">0</span>;
  return (
    <Link href={href} aria-label={`${label}: ${n}`} className="font-semibold hover:text-tide hover:underline">
      {countText(n)}
    </Link>
  );
}

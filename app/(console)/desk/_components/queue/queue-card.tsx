'use client';
import { Zap } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { memo } from 'react';
import { useServerNow } from '@/app/_client/clock';
import { yuanText } from '@/app/_order/money';
import { ConflictChip } from '@/app/_outside/conflict-chip';
import { type Urgency, urgencyOf } from '@/domain/clocks/overdue';
import type { Attendee } from '@/domain/desk/attendance';
import type { QueueRow } from '@/domain/desk/task';
import { Avatar } from '@/ui/avatar';
import { clockText } from '@/ui/duration';
import { AttendeeLine } from '../attendee-line';
import { UrgencyMark } from './urgency-mark';

export const ROW_HEIGHT = 52;

const INKS: Readonly<Record<Urgency, string>> = {
  calm: 'text-ink',
  amber: 'text-amber',
  golden: 'text-red',
  overdue: 'text-red',
};
const BARS: Readonly<Record<Urgency, string>> = {
  calm: 'bg-line-strong',
  amber: 'bg-amber',
  golden: 'bg-red',
  overdue: 'bg-red',
};

/** The time left or past, ticking on the server's clock, with what it is the deadline of. */
function Countdown({ row }: { row: QueueRow }) {
  const t = useTranslations();
  const now = useServerNow();
  const urgency = urgencyOf(now, row.warnAt, row.dueAt);
  return (
    <>
      <i aria-hidden className={`self-stretch ${BARS[urgency]}`} />
      <span className={INKS[urgency]}>
        <span className="flex items-center gap-1 leading-4 font-semibold">
          {clockText(row.dueAt - now)}
          <span className="sr-only">{t(`desk.urgency.${urgency}`)}</span>
        </span>
        <span
          className={`flex items-center gap-1 text-tiny ${urgency === 'calm' ? 'text-ink-3' : ''}`}
          title={t(`desk.urgency.${urgency}`)}
        >
          <UrgencyMark urgency={urgency} overdueMs={now - row.dueAt} />
          <span className="truncate">{t(`terms.dueKind.${row.dueKind}`)}</span>
        </span>
      </span>
    </>
  );
}

interface QueueCardProps {
  readonly row: QueueRow;
  readonly hint: string;
  readonly isGone: boolean;
  readonly isSelected: boolean;
  readonly isOwn: boolean;
  /** Colleagues who have the card open. */
  readonly attendees: readonly Attendee[];
}

/** One card of the queue: time, whose order, why, unread messages, and the seat that has it. */
export const QueueCard = memo(function QueueCard({ row, hint, isGone, isSelected, isOwn, attendees }: QueueCardProps) {
  const t = useTranslations();
  const isSeatShown = row.seatName !== null && !isOwn;
  return (
    <div
      className={`grid h-full grid-cols-[4px_76px_minmax(0,1fr)_auto] items-center gap-x-2 border-b border-line pr-2.5 ${
        isSelected ? 'bg-tide-soft inset-ring inset-ring-tide-line' : 'hover:bg-sunken'
      } ${isGone ? 'text-ink-3' : ''}`}
    >
      {isGone ? <GonePlace /> : <Countdown row={row} />}
      <span className="min-w-0">
        <span className={`flex items-baseline gap-1.5 whitespace-nowrap ${isGone ? 'line-through' : ''}`}>
          <span className="truncate">
            {row.platform ? t(`terms.platform.${row.platform}`) : t('desk.conversation')}
            {' · '}
            {row.who || t('desk.nobody')}
          </span>
          {row.amountFen !== null && <span className="ml-auto">{yuanText(row.amountFen)}</span>}
        </span>
        <span className="flex items-center gap-1 text-small text-ink-3">
          {row.isUrgent && <Zap aria-label={t('desk.urgent')} size={12} className="shrink-0 fill-red text-red" />}
          {row.conflicts > 0 && <ConflictChip isShort />}
          {row.isInvestigated && <span className="shrink-0 text-violet">{t('desk.investigated')}</span>}
          {!isGone && <AttendeeLine attendees={attendees} />}
          <span className="truncate" title={hint}>
            {hint}
          </span>
        </span>
      </span>
      <span className="flex items-center gap-1">
        {row.unread > 0 && !isGone && (
          <span className="min-w-[18px] rounded-full bg-tide px-1.5 text-center text-tiny leading-[18px] text-tide-ink">
            {row.unread > 99 ? '99+' : row.unread}
            <span className="sr-only"> {t('desk.unread')}</span>
          </span>
        )}
        {isSeatShown && <Avatar name={row.seatName ?? ''} />}
      </span>
    </div>
  );
});

function GonePlace() {
  return (
    <>
      <i aria-hidden className="self-stretch bg-line" />
      <span aria-hidden>—</span>
    </>
  );
}

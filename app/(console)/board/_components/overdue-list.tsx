'use client';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import type { BoardCard } from '@/server/board/cards';
import type { SeatRow } from '@/server/seats/list';
import { EmptyState } from '@/ui/empty-state';
import { Countdown } from './age';
import { CardActions, CardTitle, useReasonOf } from './card-row';
import { countText } from './figures';
import { GoldenMark } from './golden-mark';
import { cardsPath } from './links';
import { Panel } from './panel';

interface OverdueProps {
  readonly cards: readonly BoardCard[];
  readonly count: number;
  readonly seats: readonly SeatRow[];
}

/** Cards past their deadline, the oldest first, with what a supervisor can do about each. */
export function OverdueList({ cards, count, seats }: OverdueProps) {
  const t = useTranslations('board');
  return (
    <Panel
      id="overdue"
      isUrgent={count > 0}
      title={
        <>
          {t('overdueList')} {count > 0 && countText(count)}
        </>
      }
      side={
        <>
          {t('overdueHint')}
          {count > cards.length && (
            <Link href={cardsPath('overdue')} className="text-tide hover:underline">
              {t('seeAll', { count: countText(count) })}
            </Link>
          )}
        </>
      }
    >
      {cards.length === 0 ? (
        <EmptyState title={t('overdueEmpty')} hint={t('overdueEmptyHint')} />
      ) : (
        <ul className="min-h-0 flex-1 overflow-auto px-3.5 pb-2">
          {cards.map((card) => (
            <OverdueRow key={card.taskId} card={card} seats={seats} />
          ))}
        </ul>
      )}
    </Panel>
  );
}

function OverdueRow({ card, seats }: { card: BoardCard; seats: readonly SeatRow[] }) {
  const t = useTranslations();
  const reasonOf = useReasonOf();
  return (
    <li className="grid h-11 grid-cols-[4px_4.75rem_minmax(0,1fr)_auto] items-center gap-2.5 border-t border-line first:border-t-0">
      <i aria-hidden className="my-1.5 self-stretch rounded-sm bg-red" />
      <b className="font-semibold">
        <Countdown dueAt={card.dueAt} />
      </b>
      <div className="min-w-0">
        <CardTitle card={card} isShort />
        <p className="flex items-center gap-1.5 truncate text-small text-ink-3">
          <GoldenMark dueAt={card.dueAt} />
          <span className="truncate">
            {card.seatName ?? <span className="text-amber">{t('board.nobody')}</span>}
            {' · '}
            {t(`terms.dueKind.${card.dueKind}`)} · {reasonOf(card)}
          </span>
        </p>
      </div>
      <CardActions card={card} seats={seats} />
    </li>
  );
}

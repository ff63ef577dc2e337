'use client';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import type { BoardCard } from '@/server/board/cards';
import type { SeatRow } from '@/server/seats/list';
import { Chip } from '@/ui/chip';
import { EmptyState } from '@/ui/empty-state';
import { Age, Countdown } from './age';
import { CardActions, CardTitle, useReasonOf } from './card-row';
import { countText } from './figures';
import { cardsPath } from './links';
import { Panel } from './panel';

interface NeedsProps {
  readonly cards: readonly BoardCard[];
  readonly count: number;
  readonly seats: readonly SeatRow[];
}

/** Cards that no seat has, the oldest first: what waits for the supervisor. */
export function NeedsList({ cards, count, seats }: NeedsProps) {
  const t = useTranslations('board');
  return (
    <Panel
      id="needs"
      title={
        <>
          {t('needs')} {count > 0 && <span className="text-amber">{countText(count)}</span>}
        </>
      }
      side={
        <>
          {t('needsHint')}
          {count > cards.length && (
            <Link href={cardsPath('unclaimed')} className="text-tide hover:underline">
              {t('seeAll', { count: countText(count) })}
            </Link>
          )}
        </>
      }
    >
      {cards.length === 0 ? (
        <EmptyState title={t('needsEmpty')} hint={t('needsEmptyHint')} />
      ) : (
        <ul className="min-h-0 flex-1 overflow-auto px-3.5 pb-2">
          {cards.map((card) => (
            <NeedRow key={card.taskId} card={card} seats={seats} />
          ))}
        </ul>
      )}
    </Panel>
  );
}

function NeedRow({ card, seats }: { card: BoardCard; seats: readonly SeatRow[] }) {
  const t = useTranslations();
  const reasonOf = useReasonOf();
  return (
    <li className="grid h-11 grid-cols-[6.5rem_minmax(0,1fr)_auto] items-center gap-2.5 border-t border-line first:border-t-0">
      <span className="text-small text-amber">
        {t.rich('board.waited', { age: () => <Age since={card.openedAt} /> })}
      </span>
      <div className="min-w-0">
        <CardTitle card={card} isShort />
        <p className="flex items-center gap-1.5 truncate text-small text-ink-3">
          {card.isUrgent && <Chip tone="red">{t('terms.class.urgent')}</Chip>}
          <span className="truncate">{reasonOf(card)}</span>
          <span>
            · <Countdown dueAt={card.dueAt} />
          </span>
        </p>
      </div>
      <CardActions card={card} seats={seats} />
    </li>
  );
}

'use client';
import { ChevronDown, UserRoundPlus } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { BoardCard } from '@/server/board/cards';
import type { SeatRow } from '@/server/seats/list';
import { Button } from '@/ui/button';
import { Menu } from '@/ui/menu';
import { useCardActions } from '../_hooks/use-card-actions';
import { SeatDot, useSeatStateText } from './seat-dot';

/** Seats that may be given a card, those at work with the fewest cards first. */
export const seatsFor = (card: Pick<BoardCard, 'groupId'>, seats: readonly SeatRow[]): readonly SeatRow[] =>
  seats
    .filter((seat) => seat.groupId === card.groupId)
    .toSorted((a, b) => Number(isAtWork(b)) - Number(isAtWork(a)) || a.inHand - b.inHand);

/** Says that they accept cards, and is connected. */
export const isAtWork = (seat: Pick<SeatRow, 'state' | 'isPresent'>): boolean =>
  seat.isPresent && seat.state === 'accepting';

/** A button that opens the seats a card can be given to. */
export function AssignMenu({ card, seats }: { card: BoardCard; seats: readonly SeatRow[] }) {
  const t = useTranslations('board');
  const stateText = useSeatStateText();
  const { assign, isBusy } = useCardActions();
  const choices = seatsFor(card, seats);
  const name = t(card.seatId === null ? 'assign' : 'reassign');
  return (
    <Menu
      trigger={
        <Button
          size="small"
          disabled={isBusy || choices.length === 0}
          aria-label={name}
          title={choices.length === 0 ? t('noSeats') : name}
        >
          <UserRoundPlus aria-hidden size={13} />
          <span className="hidden min-[1600px]:inline">{name}</span>
          <ChevronDown aria-hidden size={12} />
        </Button>
      }
      items={choices.map((seat) => ({
        id: seat.userId,
        isChosen: seat.userId === card.seatId,
        label: (
          <span className="flex min-w-44 items-center gap-2">
            <SeatDot seat={seat} />
            <span className="flex-1">{seat.name}</span>
            {!isAtWork(seat) && <span className="text-small text-ink-3">{stateText(seat)}</span>}
            <span className="text-small text-ink-3">{t('seatInHand', { count: seat.inHand })}</span>
          </span>
        ),
        onSelect: () => {
          if (seat.userId !== card.seatId) assign(card, seat);
        },
      }))}
    />
  );
}

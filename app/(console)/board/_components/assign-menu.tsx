'use client';
import { ChevronDown, UserRoundPlus } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { seatTrouble } from '@/domain/desk/seat-trouble';
import type { BoardCard } from '@/server/board/cards';
import type { SeatRow } from '@/server/seats/list';
import { Button } from '@/ui/button';
import { Chip } from '@/ui/chip';
import { ConfirmDialog } from '@/ui/confirm-dialog';
import { Menu } from '@/ui/menu';
import { useCardActions } from '../_hooks/use-card-actions';
import { SeatDot, useSeatStateText } from './seat-dot';

const inTrouble = (seat: SeatRow) => Number(seatTrouble(seat) !== null);

/** Seats that may be given a card, those that can take it with the fewest cards first. */
export const seatsFor = (card: Pick<BoardCard, 'groupId'>, seats: readonly SeatRow[]): readonly SeatRow[] =>
  seats
    .filter((seat) => seat.groupId === card.groupId)
    .toSorted((a, b) => inTrouble(a) - inTrouble(b) || a.inHand - b.inHand);

/** Says that they accept cards, and is connected. */
export const isAtWork = (seat: Pick<SeatRow, 'state' | 'isPresent'>): boolean =>
  seat.isPresent && seat.state === 'accepting';

function SeatLine({ seat }: { seat: SeatRow }) {
  const t = useTranslations('board');
  const stateText = useSeatStateText();
  const trouble = seatTrouble(seat);
  return (
    <span className="flex min-w-44 items-center gap-2">
      <SeatDot seat={seat} />
      <span className="flex-1">{seat.name}</span>
      {trouble && <Chip tone="amber">{trouble === 'full' ? t('seatFull') : stateText(seat)}</Chip>}
      <span className="text-small text-ink-3">{t('seatInHand', { count: seat.inHand })}</span>
    </span>
  );
}

/** A button that opens the seats a card can be given to; one that is full or away has to be confirmed. */
export function AssignMenu({ card, seats }: { card: BoardCard; seats: readonly SeatRow[] }) {
  const t = useTranslations();
  const [doubted, setDoubted] = useState<SeatRow | null>(null);
  const { assign, isBusy } = useCardActions();
  const choices = seatsFor(card, seats);
  const name = t(card.seatId === null ? 'board.assign' : 'board.reassign');
  const trouble = doubted && seatTrouble(doubted);
  const choose = (seat: SeatRow) => {
    if (seat.userId === card.seatId) return;
    if (seatTrouble(seat) === null) assign(card, seat);
    else setDoubted(seat);
  };
  return (
    <>
      <Menu
        trigger={
          <Button
            size="small"
            disabled={isBusy || choices.length === 0}
            aria-label={name}
            title={choices.length === 0 ? t('board.noSeats') : name}
          >
            <UserRoundPlus aria-hidden size={13} />
            <span className="hidden min-[1600px]:inline">{name}</span>
            <ChevronDown aria-hidden size={12} />
          </Button>
        }
        items={choices.map((seat) => ({
          id: seat.userId,
          isChosen: seat.userId === card.seatId,
          label: <SeatLine seat={seat} />,
          onSelect: () => choose(seat),
        }))}
      />
      {doubted && trouble && (
        <ConfirmDialog
          title={t('board.assignAnyway', { name: doubted.name })}
          confirm={name}
          cancel={t('common.cancel')}
          onConfirm={() => assign(card, doubted)}
          onClose={() => setDoubted(null)}
        >
          {t(`board.seatTroubleMeans.${trouble}`, { name: doubted.name })}
        </ConfirmDialog>
      )}
    </>
  );
}

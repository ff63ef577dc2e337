'use client';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useTRPC } from '@/app/_client/trpc';
import { seatTrouble } from '@/domain/desk/seat-trouble';
import type { QueueRow } from '@/domain/desk/task';
import type { SeatRow } from '@/server/seats/list';
import { Button } from '@/ui/button';
import { Chip } from '@/ui/chip';
import { ConfirmDialog } from '@/ui/confirm-dialog';
import { Menu } from '@/ui/menu';
import type { SeatActions } from '../../_hooks/use-seat-actions';

interface AssignMenuProps {
  readonly row: QueueRow;
  readonly actions: SeatActions;
  readonly isAssignOpen: boolean;
  readonly onAssignOpen: (isOpen: boolean) => void;
}

const inTrouble = (seat: SeatRow) => Number(seatTrouble(seat) !== null);

function SeatLine({ seat }: { seat: SeatRow }) {
  const t = useTranslations('desk');
  const trouble = seatTrouble(seat);
  return (
    <span className="flex flex-1 items-center justify-between gap-4">
      {seat.name}
      <span className="flex items-center gap-1.5 text-small text-ink-3">
        {trouble && <Chip tone="amber">{t(`seatTrouble.${trouble}`)}</Chip>}
        {t('inHandOf', { count: seat.inHand, capacity: seat.capacity })}
      </span>
    </span>
  );
}

/** The seats of the card's group, those that can take it first; one that is full or away has to be confirmed. */
export function AssignMenu({ row, actions, isAssignOpen, onAssignOpen }: AssignMenuProps) {
  const t = useTranslations();
  const [doubted, setDoubted] = useState<SeatRow | null>(null);
  const seats = useQuery({ ...useTRPC().seats.list.queryOptions(), enabled: isAssignOpen }).data ?? [];
  const others = seats
    .filter((seat) => seat.groupId === row.groupId && seat.userId !== row.seatId)
    .toSorted((a, b) => inTrouble(a) - inTrouble(b) || a.inHand - b.inHand);
  const trouble = doubted && seatTrouble(doubted);
  return (
    <>
      <Menu
        isOpen={isAssignOpen}
        onOpenChange={onAssignOpen}
        emptyText={t('desk.noSeats')}
        trigger={
          <Button size="small" variant="quiet" keys="a">
            {t('desk.assign')}
          </Button>
        }
        items={others.map((seat) => ({
          id: seat.userId,
          label: <SeatLine seat={seat} />,
          onSelect: () => (seatTrouble(seat) === null ? actions.assign(seat) : setDoubted(seat)),
        }))}
      />
      {doubted && trouble && (
        <ConfirmDialog
          title={t('desk.assignAnyway', { name: doubted.name })}
          confirm={t('desk.assign')}
          cancel={t('common.cancel')}
          onConfirm={() => actions.assign(doubted)}
          onClose={() => setDoubted(null)}
        >
          {t(`desk.seatTroubleMeans.${trouble}`, { name: doubted.name })}
        </ConfirmDialog>
      )}
    </>
  );
}

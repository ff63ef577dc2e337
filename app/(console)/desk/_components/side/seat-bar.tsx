'use client';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useTRPC } from '@/app/_client/trpc';
import type { QueueRow } from '@/domain/desk/task';
import { Button } from '@/ui/button';
import { Chip } from '@/ui/chip';
import { Menu } from '@/ui/menu';
import type { SeatActions } from '../../_hooks/use-seat-actions';
import type { Standing } from '../../_hooks/use-standing';

interface SeatBarProps {
  readonly row: QueueRow;
  readonly standing: Standing;
  readonly actions: SeatActions;
  readonly isAssignOpen: boolean;
  readonly onAssignOpen: (isOpen: boolean) => void;
}

/** The seats of the card's group, with what each has in hand. */
function AssignMenu({ row, actions, isAssignOpen, onAssignOpen }: SeatBarProps) {
  const t = useTranslations();
  const seats = useQuery({ ...useTRPC().seats.list.queryOptions(), enabled: isAssignOpen }).data ?? [];
  const others = seats.filter((seat) => seat.groupId === row.groupId && seat.userId !== row.seatId);
  const items = others.map((seat) => ({
    id: seat.userId,
    label: (
      <span className="flex flex-1 items-baseline justify-between gap-4">
        {seat.name}
        <span className="text-small text-ink-3">
          {t(`terms.seatState.${seat.isPresent ? seat.state : 'offline'}`)} · {t('desk.inHand', { count: seat.inHand })}
        </span>
      </span>
    ),
    onSelect: () => actions.assign(seat),
  }));
  return (
    <Menu
      isOpen={isAssignOpen}
      onOpenChange={onAssignOpen}
      emptyText={t('desk.noSeats')}
      trigger={
        <Button size="small" variant="quiet" keys="a">
          {t('desk.assign')}
        </Button>
      }
      items={items}
    />
  );
}

/** Whose card it is, and the ways to change that. */
export function SeatBar(props: SeatBarProps) {
  const t = useTranslations('desk');
  const { row, standing, actions } = props;
  return (
    <div className="flex min-h-9 shrink-0 items-center gap-2 border-b border-line px-3.5 py-1 text-small text-ink-2">
      <span role="status" className="truncate">
        {standing.whose === 'other' ? (
          <Chip tone="violet">{t('whose.other', { name: row.seatName ?? '' })}</Chip>
        ) : (
          t(`whose.${standing.whose}`)
        )}
      </span>
      <span className="ml-auto flex shrink-0 gap-1.5">
        {standing.mayClaim && (
          <Button size="small" keys="l" disabled={actions.isBusy} onClick={actions.claim}>
            {t('claim')}
          </Button>
        )}
        {standing.mayTakeOver && (
          <Button size="small" disabled={actions.isBusy} onClick={actions.takeOver}>
            {t('takeOver')}
          </Button>
        )}
        {standing.mayAssign && <AssignMenu {...props} />}
      </span>
    </div>
  );
}

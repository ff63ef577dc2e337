'use client';
import { useTranslations } from 'next-intl';
import type { SeatRow } from '@/server/seats/list';

const DOTS = { accepting: 'bg-green', paused: 'bg-amber', offline: 'bg-line-strong' } as const;

/** What a seat says of itself, as a dot; hollow while nobody is connected. The word stands beside it. */
export function SeatDot({ seat }: { seat: Pick<SeatRow, 'state' | 'isPresent'> }) {
  return (
    <i
      aria-hidden
      className={`inline-block size-2 shrink-0 rounded-full ${seat.isPresent ? DOTS[seat.state] : 'border border-line-strong'}`}
    />
  );
}

/** The same in words: accepting, paused, offline, or not connected though it says it works. */
export function useSeatStateText(): (seat: Pick<SeatRow, 'state' | 'isPresent'>) => string {
  const t = useTranslations();
  return ({ state, isPresent }) =>
    isPresent || state === 'offline' ? t(`terms.seatState.${state}`) : t('board.absent');
}

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

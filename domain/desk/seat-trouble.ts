import type { SeatState } from './presence';

/** Why a card given to a seat may lie there: nobody is connected, takes no cards, or has as many as it can hold. */
export type SeatTrouble = 'offline' | 'paused' | 'full';

/** What speaks against giving this seat a card; null: nothing does. */
export function seatTrouble(seat: {
  readonly state: SeatState;
  readonly isPresent: boolean;
  readonly inHand: number;
  readonly capacity: number;
}): SeatTrouble | null {
  if (!seat.isPresent || seat.state === 'offline') return 'offline';
  if (seat.state === 'paused') return 'paused';
  return seat.inHand >= seat.capacity ? 'full' : null;
}

import type { Instant } from '@/domain/clocks/instant';
import { loadBp } from './load';

/** A seat that is present, accepting and in the card's group, with what it has in hand. */
export interface Seat {
  readonly seatId: string;
  readonly skills: readonly string[];
  /** Open cards the seat can have in hand at once. */
  readonly capacity: number;
  readonly openCount: number;
  readonly lastAssignedAt: Instant | null;
}

export interface CardToPlace {
  /** Skill the card's tier asks for; null = any seat. */
  readonly skill: string | null;
  /** Seat that served this customer last, preferred for conversations; null = nobody. */
  readonly preferSeatId: string | null;
}

/** Why this seat, as numbers a person can read beside the card. */
export interface SeatWhy {
  readonly reason: 'served-last' | 'least-loaded';
  readonly skill: string | null;
  /** Before this card. */
  readonly openCount: number;
  readonly capacity: number;
  readonly loadBp: number;
  /** Seats that could have taken it. */
  readonly candidates: number;
}
export interface SeatChoice {
  readonly seatId: string;
  readonly why: SeatWhy;
}

const canTake = (seat: Seat, card: CardToPlace): boolean =>
  seat.openCount < seat.capacity && (card.skill === null || seat.skills.includes(card.skill));

/** Least loaded for its capacity; then who waited longest for a card (never had one first); then by id, so it is stable. */
function isBetter(a: Seat, b: Seat): boolean {
  const difference = a.openCount * b.capacity - b.openCount * a.capacity;
  if (difference !== 0) return difference < 0;
  const waited = (a.lastAssignedAt ?? Number.NEGATIVE_INFINITY) - (b.lastAssignedAt ?? Number.NEGATIVE_INFINITY);
  if (waited !== 0 && !Number.isNaN(waited)) return waited < 0;
  return a.seatId < b.seatId;
}

/**
 * Chooses the seat for one card: the seat that served the customer last when it can take the card, else the least
 * loaded. null when no seat has both the skill and room: the card stays unclaimed.
 */
export function chooseSeat(seats: readonly Seat[], card: CardToPlace): SeatChoice | null {
  const able = seats.filter((seat) => canTake(seat, card));
  const servedLast = able.find((seat) => seat.seatId === card.preferSeatId);
  const chosen =
    servedLast ?? able.reduce<Seat | null>((best, seat) => (best && !isBetter(seat, best) ? best : seat), null);
  if (chosen === null) return null;
  return {
    seatId: chosen.seatId,
    why: {
      reason: servedLast ? 'served-last' : 'least-loaded',
      skill: card.skill,
      openCount: chosen.openCount,
      capacity: chosen.capacity,
      loadBp: loadBp(chosen.openCount, chosen.capacity),
      candidates: able.length,
    },
  };
}

/** Places cards one after the other, each seeing what the ones before it did to the loads. Answers in the cards' order. */
export function assignBatch(
  seats: readonly Seat[],
  cards: readonly CardToPlace[],
  now: Instant,
): readonly (SeatChoice | null)[] {
  const loads = new Map(seats.map((seat) => [seat.seatId, seat]));
  return cards.map((card) => {
    const choice = chooseSeat([...loads.values()], card);
    const seat = choice && loads.get(choice.seatId);
    if (seat) loads.set(seat.seatId, { ...seat, openCount: seat.openCount + 1, lastAssignedAt: now });
    return choice;
  });
}

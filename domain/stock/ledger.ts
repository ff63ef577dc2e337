/** What there is of a SKU, and how much of it orders hold. */
export interface Level {
  readonly onHand: number;
  readonly reserved: number;
}
export type LockState = 'reserved' | 'short' | 'uncounted' | 'released' | 'shipped';

/** What an order holds, waits for, or has let go of one SKU. */
export interface Lock {
  readonly sku: string;
  readonly quantity: number;
  readonly state: LockState;
}
export type MovementKind = 'reserved' | 'released' | 'shipped' | 'adjusted' | 'warehouse';

/** One change of the ledger, with what there is after it. */
export interface Movement {
  readonly sku: string;
  readonly kind: MovementKind;
  readonly onHandChange: number;
  readonly reservedChange: number;
  readonly after: Level;
  /** Pieces that left and were not there by the ledger. */
  readonly missing: number;
}

const EMPTY: Level = { onHand: 0, reserved: 0 };
const COUNTING: ReadonlySet<MovementKind> = new Set<MovementKind>(['adjusted', 'warehouse']);
export const freeOf = ({ onHand, reserved }: Level): number => onHand - reserved;

/** After such a movement it is known how many pieces there are. */
export const isCounting = (kind: MovementKind): boolean => COUNTING.has(kind);

/** The levels while a batch works on them: every change is noted, and none takes what is not there. */
export class Ledger {
  readonly #levels: Map<string, Level>;
  readonly #uncounted: Set<string>;
  readonly movements: Movement[] = [];

  /** `uncounted`: SKUs of which nobody knows how many pieces there are. */
  constructor(levels: ReadonlyMap<string, Level>, uncounted: Iterable<string> = []) {
    this.#levels = new Map(levels);
    this.#uncounted = new Set(uncounted);
  }

  has(sku: string): boolean {
    return this.#levels.has(sku);
  }

  isCounted(sku: string): boolean {
    return !this.#uncounted.has(sku);
  }

  level(sku: string): Level {
    return this.#levels.get(sku) ?? EMPTY;
  }

  /** Holds pieces (or with a negative number lets them go). The caller has looked whether they are there. */
  hold(sku: string, pieces: number): void {
    if (pieces !== 0) this.#move(sku, pieces > 0 ? 'reserved' : 'released', 0, pieces, 0);
  }

  /** Pieces that an order held leave the house. */
  ship(sku: string, pieces: number): void {
    this.#move(sku, 'shipped', -pieces, -pieces, 0);
  }

  /** Pieces come or leave that no order held. What orders hold stays; what is not there is missing. Returns how many are. */
  change(sku: string, kind: MovementKind, pieces: number): number {
    const taken = Math.max(pieces, -freeOf(this.level(sku)));
    const missing = taken - pieces;
    // A minus zero would be told apart from zero.
    this.#move(sku, kind, taken || 0, 0, missing);
    if (isCounting(kind)) this.#uncounted.delete(sku);
    return missing;
  }

  #move(sku: string, kind: MovementKind, onHandChange: number, reservedChange: number, missing: number): void {
    const before = this.level(sku);
    const after = { onHand: before.onHand + onHandChange, reserved: before.reserved + reservedChange };
    if (after.reserved < 0 || after.reserved > after.onHand) throw new Error(`${sku} would be oversold`);
    this.#levels.set(sku, after);
    this.movements.push({ sku, kind, onHandChange, reservedChange, after, missing });
  }
}

import type { Part } from './explode';
import { freeOf, type Ledger, type Lock, type LockState } from './ledger';

/** What has to become of the pieces of an order, as far as is known of it now. */
export interface Claim {
  /** hold: paid and not gone; free: cancelled or paid back; ship: they have left. */
  readonly wish: 'hold' | 'free' | 'ship';
  readonly pieces: ReadonlyMap<string, number>;
  readonly locks: readonly Lock[];
  /** Pieces that were never held are counted out when they leave: the order is younger than the count of the stock. */
  readonly isCounted: boolean;
}

export interface SettledClaim {
  /** Locks that are new or have changed. */
  readonly changed: readonly Lock[];
  /** How many pieces are missing where it begins to wait for them; empty where it waited before. */
  readonly lacking: readonly Part[];
  /** Pieces that have left and were not there by the ledger. */
  readonly missing: readonly Part[];
}

const NOTHING: SettledClaim = { changed: [], lacking: [], missing: [] };
const partsOf = (pieces: ReadonlyMap<string, number>): Part[] =>
  [...pieces].map(([sku, quantity]) => ({ sku, quantity }));

function changesOf(
  locks: readonly Lock[],
  wanted: ReadonlyMap<string, number>,
  stateOf: (sku: string) => LockState,
): Lock[] {
  const known = new Map(locks.map((lock) => [lock.sku, lock]));
  const now = partsOf(wanted).map((part): Lock => ({ ...part, state: stateOf(part.sku) }));
  const over = locks.flatMap((lock): Lock[] =>
    wanted.has(lock.sku) || lock.state === 'released' ? [] : [{ ...lock, state: 'released' }],
  );
  const isNews = ({ sku, quantity, state }: Lock) =>
    known.get(sku)?.state !== state || known.get(sku)?.quantity !== quantity;
  return [...now.filter(isNews), ...over];
}

function hold(ledger: Ledger, { pieces, locks }: Claim, held: ReadonlyMap<string, number>): SettledClaim {
  const lacking = partsOf(pieces).flatMap(({ sku, quantity }) => {
    const lacks = quantity - (held.get(sku) ?? 0) - freeOf(ledger.level(sku));
    return lacks > 0 && quantity > (held.get(sku) ?? 0) && ledger.isCounted(sku) ? [{ sku, quantity: lacks }] : [];
  });
  const isShort = lacking.length > 0;
  const toHold = (sku: string) => (isShort || !ledger.isCounted(sku) ? 0 : (pieces.get(sku) ?? 0));
  for (const sku of new Set([...held.keys(), ...pieces.keys()])) ledger.hold(sku, toHold(sku) - (held.get(sku) ?? 0));
  const changed = changesOf(locks, pieces, (sku) => {
    if (!ledger.isCounted(sku)) return 'uncounted';
    return isShort ? 'short' : 'reserved';
  });
  return { changed, lacking: changed.length > 0 ? lacking : [], missing: [] };
}

/** Pieces leave that the order did not hold. Of SKUs that nobody has counted there is nothing to take them from. */
function takeUnheld(ledger: Ledger, parts: readonly Part[]): Part[] {
  return parts.flatMap(({ sku, quantity }) => {
    const lacks = ledger.isCounted(sku) ? ledger.change(sku, 'shipped', -quantity) : 0;
    return lacks > 0 ? [{ sku, quantity: lacks }] : [];
  });
}

function ship(ledger: Ledger, { pieces, locks, isCounted }: Claim, held: ReadonlyMap<string, number>): SettledClaim {
  if (held.size > 0) {
    for (const [sku, quantity] of held) ledger.ship(sku, quantity);
    const unheld = locks.filter(({ state }) => state === 'uncounted');
    const gone = new Map([...held, ...unheld.map(({ sku, quantity }) => [sku, quantity] as const)]);
    const missing = takeUnheld(ledger, unheld);
    return { changed: changesOf(locks, gone, () => 'shipped'), lacking: [], missing };
  }
  if (locks.length === 0 && !isCounted) return NOTHING;
  const missing = takeUnheld(ledger, partsOf(pieces));
  return { changed: changesOf(locks, pieces, () => 'shipped'), lacking: [], missing };
}

/**
 * Brings what an order holds in line with what is known of it: all of its pieces or none, but for SKUs that nobody has counted,
 * of which it is not known whether it could. Asked again with the same it changes nothing, and pieces that have left are never
 * counted twice.
 */
export function settleClaim(ledger: Ledger, claim: Claim): SettledClaim {
  const { wish, locks } = claim;
  if (locks.some(({ state }) => state === 'shipped')) return NOTHING;
  const held = new Map(locks.flatMap(({ sku, quantity, state }) => (state === 'reserved' ? [[sku, quantity]] : [])));
  if (wish === 'hold') return hold(ledger, claim, held);
  if (wish === 'ship') return ship(ledger, claim, held);
  for (const [sku, quantity] of held) ledger.hold(sku, -quantity);
  return { changed: changesOf(locks, new Map(), () => 'released'), lacking: [], missing: [] };
}

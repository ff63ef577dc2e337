import type { Sql } from '@/db/client';
import { writeTogether } from '@/db/writes';
import type { Part } from '@/domain/stock/explode';
import { takingChange } from '@/domain/stock/offer';
import { type Claim, type SettledClaim, settleClaim } from '@/domain/stock/settle-claim';
import { lockLedger, locksWrite, type MadeMovement, movementWrites } from './ledger-rows';
import { tellMissing } from './tell-missing';
import { noteArticles, type TakenArticle } from './writing/note-articles';

export interface OrderClaim extends Claim {
  readonly orderId: string;
  /** What the order takes of its shop's articles, as long as it is not given back. */
  readonly articles?: readonly TakenArticle[];
}

export interface Shortage {
  readonly orderId: string;
  readonly lacking: readonly Part[];
}

/** What an order lacks is written on its card, not a list of everything in it. */
const WORDS_MAX = 200;

/** The pieces that an order lacks, as its card shows them. */
export const lackingWords = (lacking: readonly Part[]): string =>
  lacking
    .map(({ sku, quantity }) => `${sku} × ${quantity}`)
    .join(', ')
    .slice(0, WORDS_MAX);

/**
 * Brings what these orders hold in line with what is known of them, all pieces of an order or none, in the caller's
 * transaction; the orders are locked by the caller. Returns those that begin to wait for pieces. Managers are told of pieces
 * that have left and were not there by the ledger.
 */
export async function settleClaims(tx: Sql, claims: readonly OrderClaim[]): Promise<readonly Shortage[]> {
  const skus = claims.flatMap(({ pieces, locks }) => [...pieces.keys(), ...locks.map(({ sku }) => sku)]);
  const ledger = await lockLedger(tx, skus);
  const movements: MadeMovement[] = [];
  const taken: TakenArticle[] = [];
  const settled = claims.map((claim): SettledClaim & { orderId: string } => {
    const before = ledger.movements.length;
    const one = settleClaim(ledger, claim);
    for (const made of ledger.movements.slice(before))
      movements.push({ ...made, orderId: claim.orderId, actor: 'system', reason: '' });
    const times = takingChange(claim.locks, one.changed);
    if (times !== 0) taken.push(...(claim.articles ?? []).map((each) => ({ ...each, taken: each.taken * times })));
    return { orderId: claim.orderId, ...one };
  });
  await writeTogether(tx, [
    ...movementWrites(movements),
    locksWrite(settled.flatMap(({ orderId, changed }) => changed.map((lock) => ({ orderId, ...lock })))),
  ]);
  await noteArticles(
    tx,
    movements.map(({ sku }) => sku),
    taken,
  );
  await tellMissing(
    tx,
    settled.flatMap(({ missing }) => missing),
  );
  return settled.filter(({ lacking }) => lacking.length > 0);
}

import type { Sql } from '@/db/client';
import { writeTogether } from '@/db/writes';
import type { Part } from '@/domain/stock/explode';
import { Ledger } from '@/domain/stock/ledger';
import { type Claim, type SettledClaim, settleClaim } from '@/domain/stock/settle-claim';
import { lockLevels, locksWrite, type MadeMovement, movementWrites } from './ledger-rows';
import { tellMissing } from './tell-missing';

export interface OrderClaim extends Claim {
  readonly orderId: string;
}

export interface Shortage {
  readonly orderId: string;
  readonly lacking: readonly Part[];
}

/**
 * Brings what these orders hold in line with what is known of them, all pieces of an order or none, in the caller's
 * transaction; the orders are locked by the caller. Returns those that begin to wait for pieces. Managers are told of pieces
 * that have left and were not there by the ledger.
 */
export async function settleClaims(tx: Sql, claims: readonly OrderClaim[]): Promise<readonly Shortage[]> {
  const skus = claims.flatMap(({ pieces, locks }) => [...pieces.keys(), ...locks.map(({ sku }) => sku)]);
  const ledger = new Ledger(await lockLevels(tx, skus));
  const movements: MadeMovement[] = [];
  const settled = claims.map((claim): SettledClaim & { orderId: string } => {
    const before = ledger.movements.length;
    const one = settleClaim(ledger, claim);
    for (const made of ledger.movements.slice(before))
      movements.push({ ...made, orderId: claim.orderId, actor: 'system', reason: '' });
    return { orderId: claim.orderId, ...one };
  });
  await writeTogether(tx, [
    ...movementWrites(movements),
    locksWrite(settled.flatMap(({ orderId, changed }) => changed.map((lock) => ({ orderId, ...lock })))),
  ]);
  await tellMissing(
    tx,
    settled.flatMap(({ missing }) => missing),
  );
  return settled.filter(({ lacking }) => lacking.length > 0);
}

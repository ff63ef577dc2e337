import type { Sql } from '@/db/client';
import { writeTogether } from '@/db/writes';
import { freeOf, type Level } from '@/domain/stock/ledger';
import { audit } from '../audit';
import { actorId, type UserActor } from '../context';
import { conflict, notFound } from '../errors';
import { lockLedger, movementWrites } from './ledger-rows';
import { noteArticles } from './writing/note-articles';

export const PIECES_MAX = 1_000_000;
const ON_HAND_MAX = 2_000_000_000;

/**
 * Changes how many pieces there are by what `changeOf` makes of the level before, on record. Throws notFound for a SKU that
 * nothing is mapped to, and conflict where fewer would be left than orders hold.
 */
export async function changeLevel(
  tx: Sql,
  actor: UserActor,
  action: 'stock.adjust' | 'stock.count',
  { sku, reason, changeOf }: { sku: string; reason: string; changeOf: (before: Level) => number },
): Promise<Level> {
  const ledger = await lockLedger(tx, [sku]);
  if (!ledger.has(sku)) throw notFound('sku');
  const before = ledger.level(sku);
  const change = changeOf(before);
  if (freeOf(before) + change < 0) throw conflict('orders hold these pieces', { why: 'held', ...before });
  if (before.onHand + change > ON_HAND_MAX) throw conflict('more than can be counted', { why: 'too-many' });
  ledger.change(sku, 'adjusted', change);
  const made = ledger.movements.map((one) => ({ ...one, orderId: null, actor: actorId(actor), reason }));
  await writeTogether(tx, movementWrites(made));
  await noteArticles(tx, [sku]);
  const after = ledger.level(sku);
  await audit(tx, actor, action, sku, { change, reason, ...after });
  return after;
}

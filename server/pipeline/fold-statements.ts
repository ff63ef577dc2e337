import type { Sql } from '@/db/client';
import type { Write } from '@/db/writes';
import type { Instant } from '@/domain/clocks/instant';
import type { Reason } from '@/domain/intake/reason';
import type { CompiledRuleSet } from '@/domain/triage/compile';
import { noteConflicts } from '@/server/conflicts/note-conflicts';
import { feedWrite } from '@/server/live/publish';
import { keysWrite } from '@/server/merges/keep-keys';
import { effectsWrite } from '@/server/outbox/outbox';
import { followParcels } from '@/server/parcels/follow-parcels';
import type { SealedDb } from '@/server/privacy/sealed-db';
import { warehouseWrites } from '@/server/warehouse/give-orders';
import { judgeBurstSiblings } from './burst';
import { lockStock } from './lock-stock';
import { lockSurroundings } from './lock-surroundings';
import { holdNotices } from './notify';
import { poolStatements, type Statement } from './pool';
import type { PooledOrder } from './pooled-order';
import { pricePointsWrite } from './price-points';
import { orderFeedEntries } from './publish-orders';
import { sealStatements } from './seal-statements';
import { storeOrders } from './store';
import { openTasks } from './task';
import { triageOrders } from './triage';

/** A message whose order could not be judged, with the reason. */
export interface Refused {
  readonly inboxId: string;
  readonly reason: Reason;
}

export interface Folded {
  /** The orders that the statements spoke of. */
  readonly orders: readonly PooledOrder[];
  readonly failed: readonly Refused[];
  /** What is still to be written, together, in the same transaction. */
  readonly writes: readonly Write[];
}

/**
 * The way of every statement about an order, whoever made it: into the pool, through triage, stored, with its cards, notices,
 * conflicts, warehouse and parcels. Wake feed and outbox after the commit.
 */
export async function foldStatements(
  { db: tx, keyring }: SealedDb<Sql>,
  statements: readonly Statement[],
  rules: CompiledRuleSet,
  at: Instant | undefined,
): Promise<Folded> {
  const sealed = sealStatements(keyring, statements);
  await lockSurroundings(tx, sealed);
  const orders = await poolStatements({ db: tx, keyring }, sealed);
  const { features, failures, now } = await triageOrders(tx, orders, rules, at);
  const siblings = await judgeBurstSiblings({ db: tx, keyring }, orders, features, rules, now);
  const touched = [...orders, ...siblings];
  const records = await storeOrders({ db: tx, keyring }, touched, now);
  const conflicts = await noteConflicts(tx, touched, now);
  await followParcels(tx, touched);
  await lockStock(tx, touched);
  const { cards, announcements } = await openTasks(tx, touched, now);
  return {
    orders,
    failed: failures.flatMap(({ order, reason }) => order.statements.map(({ inboxId }) => ({ inboxId, reason }))),
    writes: [
      ...records,
      pricePointsWrite(features),
      effectsWrite(holdNotices(touched, cards)),
      ...warehouseWrites(touched),
      keysWrite(touched),
      feedWrite([...announcements, ...conflicts, ...orderFeedEntries(touched)]),
    ],
  };
}

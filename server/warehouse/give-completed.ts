import type { Sql } from '@/db/client';
import { writeTogether } from '@/db/writes';
import type { Instant } from '@/domain/clocks/instant';
import type { SealedDb } from '../privacy/sealed-db';
import { closeCardsOfFailures } from '../tasks/close-cards';
import { LACKING } from './failures';
import { givenAgainWrites } from './give-orders';
import { loadGiven } from './load-given';

const AT_MOST = 200;
const CODES = `select distinct w.code from warehouse_said_anew a join warehouse_orders w using (order_id)
  where ${LACKING} limit ${AT_MOST}`;
const LOCK = `select 1 from orders o join warehouse_orders w on w.order_id = o.id where w.code = $1
  order by o.shop_id, o.order_no for no key update of o`;
const STILL_RELEASED = `select o.id::text as id, o.shop_id as "shopId", o.is_urgent as "isUrgent"
  from orders o join warehouse_orders w on w.order_id = o.id
  where w.code = $1 and ${LACKING} and o.review = 'released' and o.stage is not null order by o.id`;

interface Released {
  readonly id: string;
  readonly shopId: string;
  readonly isUrgent: boolean;
}

/** True when what was lacking has been told. */
async function giveOne(sealed: SealedDb<Sql>, code: string, now: Instant): Promise<boolean> {
  const { db: tx } = sealed;
  await tx.query(LOCK, [code]);
  const orders = await tx.query<Released>(STILL_RELEASED, [code]);
  const given = await loadGiven(sealed, code);
  await tx.query(
    'delete from warehouse_said_anew where order_id in (select order_id from warehouse_orders where code = $1)',
    [code],
  );
  if (orders.length === 0 || given === null || given.lacks.length > 0) return false;
  await writeTogether(tx, givenAgainWrites(orders));
  await closeCardsOfFailures(
    tx,
    orders.map(({ id }) => id),
    now,
  );
  return true;
}

/**
 * Orders that could not go to their warehouse because nobody had said where to, or what is in them, go once it is said. Returns
 * how many parcels went.
 */
export async function giveCompleted({ db, keyring }: SealedDb): Promise<number> {
  const codes = await db.query<{ code: string }>(CODES);
  const now = await db.now();
  let given = 0;
  for (const { code } of codes) if (await db.tx((tx) => giveOne({ db: tx, keyring }, code, now))) given += 1;
  return given;
}

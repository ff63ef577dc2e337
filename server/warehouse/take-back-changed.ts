import type { Sql } from '@/db/client';
import type { FactMap } from '@/domain/order/merge-events';
import { closeMembers } from '../merges/close-members';
import type { Keyring } from '../privacy/keyring';
import type { SealedDb } from '../privacy/sealed-db';
import { openReceiver } from '../privacy/sealed-receiver';
import { type Change, type Contents, changesBetween, contentsOf } from './contents';
import { LACKING } from './failures';
import { UNDER_WAY } from './give-orders';
import { logged } from './log';
import { openTroubleCards, type Trouble } from './trouble-cards';

const AT_MOST = 200;
const AT_A_WAREHOUSE = `('sent', 'accepted', 'shipped')`;

interface Row {
  readonly orderId: string;
  readonly state: 'sent' | 'accepted' | 'shipped';
  readonly given: Contents;
  /** The warehouse did not let it go before: it is not asked again. */
  readonly isKept: boolean;
  readonly facts: FactMap;
  readonly receiver: Buffer | null;
}
type Changed = Row & { readonly now: Contents; readonly what: readonly Change[] };

/** What is on its way to a warehouse is held against it once it has arrived. */
const CODES = `select distinct w.code from warehouse_said_anew a join warehouse_orders w using (order_id)
  where w.state in ${AT_A_WAREHOUSE} limit ${AT_MOST}`;
/** Those that are at no warehouse any more; a batch that has just named one holds it. */
const FORGET = `delete from warehouse_said_anew where order_id in (select a.order_id from warehouse_said_anew a
  where not exists (select from warehouse_orders w where w.order_id = a.order_id and (w.state in ${UNDER_WAY} or ${LACKING}))
  for update skip locked)`;
const LOCK = `select 1 from orders o join warehouse_orders w on w.order_id = o.id where w.code = $1
  order by o.shop_id, o.order_no for no key update of o`;
const ROWS = `select w.order_id::text as "orderId", w.state, w.given, w.cancel_refused_at is not null as "isKept", o.facts,
    r.sealed as receiver
  from warehouse_orders w join orders o on o.id = w.order_id left join order_receivers r on r.order_id = o.id
  where w.code = $1 and w.state in ${AT_A_WAREHOUSE} and w.given is not null and o.stage is not null order by o.id`;

function changesOf(keyring: Keyring, rows: readonly Row[]): Changed[] {
  return rows.flatMap((row) => {
    const now = contentsOf(keyring, row.facts, row.receiver && openReceiver(keyring, row.receiver));
    // What has left cannot be packed otherwise; whom it goes to can still be told to the courier.
    const what = changesBetween(row.given, now).filter((change) => row.state !== 'shipped' || change === 'receiver');
    return what.length > 0 ? [{ ...row, now, what }] : [];
  });
}

/** From now on the change is known: who says it again changes nothing. */
const keepContents = (tx: Sql, changed: readonly Changed[]) =>
  tx.query(
    `update warehouse_orders w set given = r.given, changed = r.changed
     from jsonb_to_recordset($1::jsonb) r (order_id bigint, given jsonb, changed text[])
     where w.order_id = r.order_id and w.state in ${AT_A_WAREHOUSE}`,
    [JSON.stringify(changed.map(({ orderId, now, what }) => ({ order_id: orderId, given: now, changed: what })))],
  );

/** All of the parcel is taken back and goes again; whoever has moved no longer goes with the others. */
async function takeBack(tx: Sql, code: string, changed: readonly Changed[]): Promise<void> {
  await tx.query(
    `update warehouse_orders set state = 'cancelling', is_wanted_again = true
     where code = $1 and state in ('sent', 'accepted')`,
    [code],
  );
  await tx.query(
    `insert into outbox (kind, payload, idempotency_key)
     values ('warehouse.cancel', jsonb_build_object('code', $1::text), 'warehouse.cancel:' || $1)
     on conflict (idempotency_key) do nothing`,
    [code],
  );
  await tx.query(
    closeMembers(`select id as order_id, 'system' as by_whom, 'changed' as reason from unnest($1::bigint[]) g (id)`),
    [changed.flatMap(({ orderId, what }) => (what.includes('receiver') ? [orderId] : []))],
  );
}

const troublesOf = ({ orderId, state, what }: Changed): Trouble[] =>
  what.map((change) => ({
    orderId,
    kind: state === 'shipped' ? 'receiver-changed-late' : `${change}-changed`,
    words: '',
  }));

/** True when something had changed. */
async function holdAgainst(tx: Sql, keyring: Keyring, code: string): Promise<boolean> {
  await tx.query(LOCK, [code]);
  const changed = changesOf(keyring, await tx.query<Row>(ROWS, [code]));
  await tx.query(
    'delete from warehouse_said_anew where order_id in (select order_id from warehouse_orders where code = $1)',
    [code],
  );
  if (changed.length === 0) return false;
  await keepContents(tx, changed);
  const isTakenBack = changed.some(({ state, isKept }) => state !== 'shipped' && !isKept);
  if (isTakenBack) await takeBack(tx, code, changed);
  else await openTroubleCards(tx, changed.flatMap(troublesOf));
  for (const { orderId, state, what } of changed)
    for (const change of what)
      await logged(tx, [orderId], `warehouse.${change}-changed${state === 'shipped' ? '-late' : ''}`, { code });
  return true;
}

/**
 * Holds orders of which their platform has spoken anew against what their warehouse was told. Where whom they go to or what is in
 * them is otherwise, they are taken back and go again as they are now; where the warehouse has shipped them, or did not let
 * them go, a person gets a card. Returns how many parcels had changed.
 */
export async function takeBackChanged({ db, keyring }: SealedDb): Promise<number> {
  const codes = await db.query<{ code: string }>(CODES);
  let changed = 0;
  for (const { code } of codes) if (await db.tx((tx) => holdAgainst(tx, keyring, code))) changed += 1;
  await db.query(FORGET);
  return changed;
}

import type { Sql } from '@/db/client';
import type { Write } from '@/db/writes';
import { roomOf } from '@/domain/live/rooms';
import { isCounting, Ledger, type Level, type Lock, type Movement } from '@/domain/stock/ledger';
import { type FeedEntry, feedWrite, publish } from '../live/publish';

/** Locks these SKUs in key order, so that two who want several never wait for each other in a circle; the unknown are left out. */
export async function lockLedger(tx: Sql, skus: Iterable<string>): Promise<Ledger> {
  const wanted = [...new Set(skus)];
  if (wanted.length === 0) return new Ledger(new Map());
  const rows = await tx.query<Level & { sku: string; isCounted: boolean }>(
    `select sku, on_hand as "onHand", reserved, counted_at is not null as "isCounted" from stock_items where sku = any($1::text[]) order by sku for no key update`,
    [wanted],
  );
  return new Ledger(
    new Map(rows.map(({ sku, onHand, reserved }) => [sku, { onHand, reserved }])),
    rows.flatMap(({ sku, isCounted }) => (isCounted ? [] : [sku])),
  );
}

/** A movement with whose it is. */
export type MadeMovement = Movement & {
  readonly orderId: string | null;
  readonly actor: string;
  readonly reason: string;
};

/** Everybody learns which SKUs moved: pages that show them ask again. */
const movedEntries = (skus: readonly string[]): FeedEntry[] =>
  skus.length === 0
    ? []
    : [{ topic: 'stock.changed', rooms: [roomOf.everyone()], id: 'stock', version: 1, patch: { skus } }];

export const announceMoved = (tx: Sql, skus: readonly string[]): Promise<void> => publish(tx, movedEntries(skus));

/** The levels after these movements, the movements themselves, and what is to be announced; the SKUs are locked. */
export function movementWrites(movements: readonly MadeMovement[]): Write[] {
  const after = new Map(movements.map(({ sku, after: level }) => [sku, level]));
  const counted = new Set(movements.flatMap(({ sku, kind }) => (isCounting(kind) ? [sku] : [])));
  return [
    {
      text: (rows) => `update stock_items i set on_hand = r."onHand", reserved = r.reserved, version = version + 1,
          updated_at = clock_timestamp(), counted_at = coalesce(counted_at, case when r."isCounted" then clock_timestamp() end)
        from jsonb_to_recordset(${rows}) r (sku text, "onHand" int, reserved int, "isCounted" boolean) where i.sku = r.sku`,
      rows: [...after].map(([sku, level]) => ({ sku, ...level, isCounted: counted.has(sku) })),
    },
    {
      text: (rows) => `insert into stock_movements
          (sku, kind, on_hand_change, reserved_change, on_hand, reserved, missing, order_id, actor, reason)
        select sku, kind, on_hand_change, reserved_change, on_hand, reserved, missing, order_id, actor, reason
        from jsonb_to_recordset(${rows}) r (n int, sku text, kind text, on_hand_change int, reserved_change int, on_hand int,
          reserved int, missing int, order_id bigint, actor text, reason text) order by n`,
      rows: movements.map(({ after: level, orderId, onHandChange, reservedChange, ...rest }, n) => ({
        ...{ n, ...rest, on_hand_change: onHandChange, reserved_change: reservedChange },
        ...{ on_hand: level.onHand, reserved: level.reserved, order_id: orderId },
      })),
    },
    feedWrite(movedEntries([...after.keys()].sort())),
  ];
}

/** What the locks of these orders are; the orders are locked by the caller. */
export async function locksOf(tx: Sql, orderIds: readonly string[]): Promise<Map<string, Lock[]>> {
  const rows = await tx.query<Lock & { orderId: string }>(
    `select order_id::text as "orderId", sku, quantity, state from stock_reservations where order_id = any($1::bigint[])`,
    [orderIds],
  );
  const locks = new Map<string, Lock[]>();
  for (const { orderId, ...lock } of rows) locks.set(orderId, [...(locks.get(orderId) ?? []), lock]);
  return locks;
}

/** The locks that are new or have changed. */
export const locksWrite = (changed: readonly (Lock & { readonly orderId: string })[]): Write => ({
  text: (rows) => `insert into stock_reservations (order_id, sku, quantity, state)
    select "orderId", sku, quantity, state from jsonb_to_recordset(${rows})
      r ("orderId" bigint, sku text, quantity int, state text) order by 1, 2
    on conflict (order_id, sku) do update set quantity = excluded.quantity, state = excluded.state,
      changed_at = clock_timestamp()`,
  rows: changed,
});

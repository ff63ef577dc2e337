import type { Write } from '@/db/writes';
import type { Instant } from '@/domain/clocks/instant';
import { factOf } from '@/domain/order/merge-events';
import type { Keyring } from '@/server/privacy/keyring';
import { sealNotes } from '@/server/privacy/sealed-notes';
import { type SealedReceiver, sealReceiver } from '@/server/privacy/sealed-receiver';
import type { PooledOrder } from './pooled-order';

interface SealedValues {
  readonly order: PooledOrder;
  readonly columns: Partial<SealedReceiver> & { readonly notes?: string };
}

/** Seals the plain personal values that the orders' messages brought: receiver, notes, or both. Needs no id of an order. */
export const sealValues = (orders: readonly PooledOrder[], keyring: Keyring): SealedValues[] =>
  orders
    .filter(({ plain, areNotesNew }) => plain || areNotesNew)
    .map((order) => ({
      order,
      columns: {
        ...(order.plain ? sealReceiver(keyring, order.plain) : {}),
        ...(order.areNotesNew ? { notes: sealNotes(keyring, order.notes).toString('hex') } : {}),
      },
    }));

/** The sealed personal values, apart from the orders themselves. */
export const receiversWrite = (sealed: readonly SealedValues[]): Write => ({
  text: (
    rows,
  ) => `insert into order_receivers as r (order_id, group_id, sealed, phone_index, name_bigrams, notes_sealed)
    select order_id, group_id, decode(sealed, 'hex'), decode(phone_index, 'hex'), name_bigrams, decode(notes, 'hex')
    from jsonb_to_recordset(${rows}) n (order_id bigint, group_id text, sealed text, phone_index text, name_bigrams bigint[], notes text)
    order by order_id
    on conflict (order_id) do update set sealed = coalesce(excluded.sealed, r.sealed),
      phone_index = case when excluded.sealed is null then r.phone_index else excluded.phone_index end,
      name_bigrams = case when excluded.sealed is null then r.name_bigrams else excluded.name_bigrams end,
      removed_at = case when excluded.sealed is null then r.removed_at end,
      notes_sealed = coalesce(excluded.notes_sealed, r.notes_sealed),
      note_bigrams = case when excluded.notes_sealed is null then r.note_bigrams end`,
  rows: sealed.map(({ order, columns }) => ({ order_id: order.id, group_id: order.groupId, ...columns })),
});

/** Every statement received about the orders; a message counts once. */
export const eventsWrite = (orders: readonly PooledOrder[]): Write => ({
  text: (rows) => `insert into order_events (order_id, inbox_id, kind, source, status, at, seen_at, cleaning)
    select order_id, inbox_id, kind, source, status, at_ms(at), at_ms(seen_at), cleaning
    from jsonb_to_recordset(${rows}) r (order_id bigint, inbox_id bigint, kind text, source text, status text,
      at float8, seen_at float8, cleaning jsonb)
    on conflict (order_id, inbox_id) do nothing`,
  rows: orders.flatMap((order) =>
    order.statements.map(({ inboxId, event, receivedAt }) => ({
      order_id: order.id,
      inbox_id: inboxId,
      kind: event.kind,
      source: event.source,
      status: event.fields.status ?? null,
      at: event.at,
      seen_at: receivedAt,
      cleaning: event.cleaning,
    })),
  ),
});

/** What this batch decided about the orders. */
export const decisionsWrite = (orders: readonly PooledOrder[], now: Instant): Write => ({
  text: (rows) => `insert into order_log (order_id, at, actor, action, detail)
    select order_id, at_ms(at), 'system', action, detail
    from jsonb_to_recordset(${rows}) r (order_id bigint, at float8, action text, detail jsonb)`,
  rows: orders.flatMap((order) => order.decisions.map((made) => ({ order_id: order.id, at: now, ...made }))),
});

/** The unit prices of new orders, into the rings of the last 50. */
export const pricesWrite = (fresh: readonly PooledOrder[]): Write => ({
  text: (rows) => `insert into sku_prices (shop_id, sku, recent_fen)
    select shop, sku, array_agg(fen) from jsonb_to_recordset(${rows}) r (shop text, sku text, fen int)
    where sku <> '' group by shop, sku order by shop, sku
    on conflict (shop_id, sku) do update set recent_fen = (excluded.recent_fen || sku_prices.recent_fen)[1:50]`,
  rows: fresh.flatMap((order) =>
    (factOf(order.facts, 'lines') ?? []).map((line) => ({ shop: order.shopId, sku: line.sku, fen: line.unitPriceFen })),
  ),
});

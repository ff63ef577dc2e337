import type { Database, Sql } from '@/db/client';
import { writeTogether } from '@/db/writes';
import type { LinkKind } from '@/server/links/link';
import { followParcels } from '@/server/parcels/follow-parcels';
import { ORDER_COLUMNS, type OrderRow, pooledFromRow } from '@/server/pipeline/pool';
import type { PooledOrder } from '@/server/pipeline/pooled-order';
import { releasedWrites } from '@/server/warehouse/give-orders';
import { announceLink } from './announce-link';

const CHUNK = 200;
/** Older orders are left alone: whoever waits for them has long been told otherwise. */
const OPEN_WITHIN = `interval '30 days'`;

interface Due {
  readonly linkId: string;
  readonly kind: LinkKind;
  readonly after: string;
  readonly givesOlder: boolean;
}

const ofItsShops = (stages: string) =>
  `from orders o join link_shops j on j.shop_id = o.shop_id and j.link_id = $1
   where o.id > $2::bigint and o.stage in (${stages}) and not o.is_history and o.placed_at > now() - ${OPEN_WITHIN}`;

async function loadOlder(tx: Sql, { linkId, after }: Due, stages: string, rest: string): Promise<PooledOrder[]> {
  const [moment] = await tx.query<{ now: number }>('select clock_timestamp() as now');
  if (!moment) throw new Error('the database did not tell the time');
  const rows = await tx.query<OrderRow>(
    `select ${ORDER_COLUMNS} ${ofItsShops(stages)} ${rest} limit ${CHUNK} for no key update of o`,
    [linkId, after],
  );
  return rows.map((row) => pooledFromRow(row, moment.now));
}

/** Parcels under way are subscribed to. Returns the last order looked at; null: that were all. */
async function followTheirParcels(tx: Sql, due: Due): Promise<string | null> {
  const orders = await loadOlder(tx, due, `'collection', 'delivery'`, 'order by o.id');
  await followParcels(tx, orders);
  return orders.length === CHUNK ? (orders.at(-1)?.id ?? null) : null;
}

/** Released orders that no warehouse ever had, and that nobody has begun to pick, are given to it. */
async function giveOlder(tx: Sql, due: Due): Promise<string | null> {
  const isFree = `and o.review = 'released' and not exists (select from warehouse_orders w where w.order_id = o.id)`;
  const orders = await loadOlder(tx, due, `'picking'`, `${isFree} order by o.shop_id, o.order_no`);
  await writeTogether(tx, releasedWrites(orders));
  // Those that were given are not found a second time.
  return orders.length === CHUNK ? due.after : null;
}

async function followChunk(tx: Sql, due: Due): Promise<string | null> {
  if (due.kind === 'kuaidi100') return followTheirParcels(tx, due);
  return due.kind === 'qimen' && due.givesOlder ? giveOlder(tx, due) : null;
}

/**
 * Lets a link that was added, or serves more shops than before, follow what is under way there: the next chunk of one link, in
 * one transaction. Returns whether there was one.
 */
export function followOlder(db: Database): Promise<boolean> {
  return db.tx(async (tx) => {
    const [due] = await tx.query<Due>(
      `select id as "linkId", kind, older_after::text as after, gives_older as "givesOlder" from links
       where older_after is not null and is_active order by id limit 1 for update skip locked`,
    );
    if (!due) return false;
    const after = await followChunk(tx, due);
    await tx.query(
      'update links set older_after = $2::bigint, gives_older = gives_older and $2::bigint is not null where id = $1',
      [due.linkId, after],
    );
    await announceLink(tx, due.linkId);
    return true;
  });
}

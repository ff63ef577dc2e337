import type { Sql } from '@/db/client';
import type { Instant } from '@/domain/clocks/instant';
import type { ChangedOrders, OrderState } from '@/server/channels/channel';
import type { Connection } from './connections';

/** 'list' where nobody was to be told: nothing that the platform should have told of was lost. */
type FoundBy = 'poll' | 'list';

/** How what changed at this time counts as found. */
type FoundByOf = (changedAt: Instant) => FoundBy;

/** A platform that tells of nothing by itself loses nothing, nor was anybody told of what waited before a shop's first look. */
export const foundByOf =
  ({ source }: Connection, waitingUntil: Instant | null): FoundByOf =>
  (changedAt) =>
    source.hintsOf && changedAt >= (waitingUntil ?? 0) ? 'poll' : 'list';

/**
 * Notes which of the listed orders are in a state that we neither have nor were told of. Others stay as they are, so that
 * looking at the same span again asks for nothing.
 */
export async function noteListed(
  tx: Sql,
  shopId: string,
  orders: readonly OrderState[],
  foundBy: FoundByOf,
): Promise<void> {
  const newest = new Map<string, OrderState>();
  for (const order of orders) {
    const known = newest.get(order.orderNo);
    if (!known || order.version >= known.version) newest.set(order.orderNo, order);
  }
  const listed = [...newest.values()];
  await tx.query(
    `insert into order_fetches as f (shop_id, order_no, found_by, due_by, due_at, told_version, told_mark)
     select $1, order_no, found_by, found_by, now(), at_ms(version), mark
     from unnest($2::text[], $3::float8[], $4::text[], $5::text[]) l (order_no, version, mark, found_by) order by order_no
     on conflict (shop_id, order_no) do update set told = f.told + 1, dead_at = null,
       told_version = excluded.told_version, told_mark = excluded.told_mark,
       attempts = case when f.due_at is null then 0 else f.attempts end,
       due_by = case when f.due_at is null then excluded.due_by else f.due_by end,
       due_at = coalesce(f.due_at, now())
     where not coalesce(excluded.told_version < greatest(f.version, f.told_version)
       or (f.version = excluded.told_version and f.mark = excluded.told_mark)
       or (f.told_version = excluded.told_version and f.told_mark = excluded.told_mark), false)`,
    [
      shopId,
      listed.map((o) => o.orderNo),
      listed.map((o) => o.version),
      listed.map((o) => o.mark),
      listed.map((o) => foundBy(o.version)),
    ],
  );
}

/**
 * Notes which of these orders, of which a list gave the numbers only, have not been asked for since the time by which the list
 * says that they changed: what was asked for later is known.
 */
export async function noteUndated(
  tx: Sql,
  shopId: string,
  undated: ChangedOrders['undated'],
  foundBy: FoundBy,
): Promise<void> {
  if (undated === undefined || undated.orderNos.length === 0) return;
  await tx.query(
    `insert into order_fetches as f (shop_id, order_no, found_by, due_by, due_at)
     select $1, order_no, $4, $4, now() from (select distinct unnest($2::text[]) as order_no) l order by order_no
     on conflict (shop_id, order_no) do update set told = f.told + 1, dead_at = null,
       attempts = case when f.due_at is null then 0 else f.attempts end,
       due_by = case when f.due_at is null then $4 else f.due_by end,
       due_at = coalesce(f.due_at, now())
     where coalesce(f.known_at, 'epoch') <= at_ms($3)
       and (f.dead_at is null or coalesce(f.asked_at, 'epoch') <= at_ms($3))`,
    [shopId, undated.orderNos, undated.by, foundBy],
  );
}

import type { Sql } from '@/db/client';
import type { Instant } from '@/domain/clocks/instant';
import type { FoundShare } from '@/domain/health/lost-pushes';
import { HINT_CHANNELS } from '../channels/index';

/** A shop whose platform tells of its orders, and how those of the last hour were found. */
export interface ToldShop extends FoundShare {
  readonly id: string;
  readonly name: string;
  readonly groupId: string;
  /** Since when its pushes are known to be lost; null: they are not. */
  readonly losingSince: Instant | null;
}

/** What the platform has sent waits with us: what a look finds meanwhile was not lost. */
const LATE = "interval '1 minute'";

/** A shop's first hour is left out, and orders that changed long before: nobody was to be told of those. */
const SHARES = `select count(*) filter (where f.found_by = 'poll')::int as found, count(*)::int as orders
  from order_fetches f where f.shop_id = s.id and f.found_by in ('push', 'poll')
    and f.found_at > greatest(now() - interval '1 hour', interval '1 hour' + (select min(e.found_at) from order_fetches e
      where e.shop_id = s.id and e.found_by in ('push', 'poll')))
    and coalesce(f.told_version, f.found_at) > now() - interval '2 hours'`;

/** Every active shop whose platform tells of orders, with how those of the last hour were found; all, or these. */
export function readLostPushes(sql: Sql, shopIds: readonly string[] | null = null): Promise<ToldShop[]> {
  return sql.query<ToldShop>(
    `select s.id, s.name, s.group_id as "groupId", x.noticed_at as "losingSince", n.found, n.orders
     from shops s left join shop_losses x on x.shop_id = s.id and x.ended_at is null cross join lateral (${SHARES}) n
     where s.is_active and s.channel = any ($1) and ($2::text[] is null or s.id = any ($2)) order by s.id`,
    [HINT_CHANNELS.map(({ name }) => name), shopIds],
  );
}

/** Those of these shops whose pushes wait with us: held by a person, or behind others. */
export async function readLateShops(sql: Sql, shopIds: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await sql.query<{ id: string }>(
    `select s.id from unnest($1::text[]) s (id)
     where exists (select from inbox_holds h where h.ended_at is null and (h.shop_id is null or h.shop_id = s.id))
       or exists (select from (select min(id) as id from inbox_keys where state = 0) k join inbox_messages m using (id)
         where m.received_at < now() - ${LATE})`,
    [shopIds],
  );
  return new Set(rows.map(({ id }) => id));
}

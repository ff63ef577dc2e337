import type { Database } from '@/db/client';
import { roomOf } from '@/domain/live/rooms';
import { publish } from '../live/publish';

const AT_ONCE = 20_000;
/** What was stored within this time may still be uncommitted beside what is seen. */
const SETTLED = "interval '5 seconds'";
const KEPT = "interval '15 days'";

/**
 * Counts what has come since the last call by shop and minute, with the gap before each minute; a few seconds late, so that no
 * message pays for it. Returns how many messages were counted.
 */
export function countMinutes(db: Database): Promise<number> {
  return db.tx(async (tx) => {
    const [counted] = await tx.query<{ n: number }>(
      `with c as (select inbox_id from shop_minutes_cursor for update),
       young as (select min(m.id) as id from inbox_messages m, c
         where m.id > c.inbox_id and m.received_at >= now() - ${SETTLED}),
       fresh as materialized (select m.id, m.shop_id, m.received_at from inbox_messages m, c, young
         where m.id > c.inbox_id and (young.id is null or m.id < young.id) order by m.id limit ${AT_ONCE}),
       grouped as (select shop_id, date_trunc('minute', received_at) as at, count(*)::int as n, min(received_at) as first_at,
         max(received_at) as last_at from fresh join shops s on s.id = shop_id group by 1, 2),
       gaps as (select g.*, coalesce(lag(g.last_at) over (partition by g.shop_id order by g.at),
           (select p.last_at from shop_minutes p where p.shop_id = g.shop_id and p.at < g.at order by p.at desc limit 1)) as before_at
         from grouped g),
       kept as (insert into shop_minutes as m (shop_id, at, messages, first_at, last_at, before_at)
         select shop_id, at, n, first_at, last_at, before_at from gaps order by shop_id, at
         on conflict (shop_id, at) do update set messages = m.messages + excluded.messages,
           first_at = least(m.first_at, excluded.first_at), last_at = greatest(m.last_at, excluded.last_at)),
       moved as (update shop_minutes_cursor set inbox_id = (select max(id) from fresh) where exists (select 1 from fresh)),
       old as (delete from shop_minutes where at < now() - ${KEPT})
       select count(*)::int as n from fresh`,
    );
    const n = counted?.n ?? 0;
    if (n > 0)
      await publish(tx, [
        { topic: 'health.changed', rooms: [roomOf.board()], id: 'health', version: 1, patch: { at: await db.now() } },
      ]);
    return n;
  });
}

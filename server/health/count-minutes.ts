import type { Database } from '@/db/client';
import { roomOf } from '@/domain/live/rooms';
import { publish } from '../live/publish';

const AT_ONCE = 20_000;
/** What was stored within this time may still be uncommitted beside what is seen. */
const SETTLED = "interval '5 seconds'";
const KEPT = "interval '15 days'";

/** Whose messages are counted: where they lie, and the name of the column that says up to which. */
interface Counted {
  readonly owner: 'shop' | 'link';
  readonly messages: 'inbox_messages' | 'link_messages';
  readonly cursor: 'inbox_id' | 'message_id';
}
const COUNTED: readonly Counted[] = [
  { owner: 'shop', messages: 'inbox_messages', cursor: 'inbox_id' },
  { owner: 'link', messages: 'link_messages', cursor: 'message_id' },
];

const countSql = ({ owner, messages, cursor }: Counted) => `
  with c as (select ${cursor} as id from ${owner}_minutes_cursor for update),
   young as (select min(m.id) as id from ${messages} m, c
     where m.id > c.id and m.received_at >= now() - ${SETTLED}),
   fresh as materialized (select m.id, m.${owner}_id as owner_id, m.received_at from ${messages} m, c, young
     where m.id > c.id and (young.id is null or m.id < young.id) order by m.id limit ${AT_ONCE}),
   grouped as (select owner_id, date_trunc('minute', received_at) as at, count(*)::int as n, min(received_at) as first_at,
     max(received_at) as last_at from fresh join ${owner}s s on s.id = owner_id group by 1, 2),
   gaps as (select g.*, coalesce(lag(g.last_at) over (partition by g.owner_id order by g.at),
       (select p.last_at from ${owner}_minutes p where p.${owner}_id = g.owner_id and p.at < g.at order by p.at desc limit 1))
       as before_at from grouped g),
   kept as (insert into ${owner}_minutes as m (${owner}_id, at, messages, first_at, last_at, before_at)
     select owner_id, at, n, first_at, last_at, before_at from gaps order by owner_id, at
     on conflict (${owner}_id, at) do update set messages = m.messages + excluded.messages,
       first_at = least(m.first_at, excluded.first_at), last_at = greatest(m.last_at, excluded.last_at)),
   moved as (update ${owner}_minutes_cursor set ${cursor} = (select max(id) from fresh) where exists (select 1 from fresh)),
   old as (delete from ${owner}_minutes where at < now() - ${KEPT})
   select count(*)::int as n from fresh`;

/**
 * Counts what has come since the last call by shop or link and minute, with the gap before each minute; a few seconds late, so
 * that no message pays for it. Returns how many messages were counted.
 */
export function countMinutes(db: Database): Promise<number> {
  return db.tx(async (tx) => {
    let n = 0;
    for (const counted of COUNTED) n += (await tx.query<{ n: number }>(countSql(counted)))[0]?.n ?? 0;
    if (n > 0)
      await publish(tx, [
        { topic: 'health.changed', rooms: [roomOf.board()], id: 'health', version: 1, patch: { at: await db.now() } },
      ]);
    return n;
  });
}

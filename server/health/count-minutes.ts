import type { Database } from '@/db/client';
import { PUSH_KEY } from '../channels/channel';
import { HINT_CHANNELS } from '../channels/index';
import { RESERVED_KEY } from '../channels/reserved-key';
import { announceHealth } from './incidents';

const AT_ONCE = 20_000;
/** What was stored within this time may still be uncommitted beside what is seen. */
const SETTLED = "interval '5 seconds'";
const KEPT = "interval '15 days'";

/**
 * Whether the platform of shop `s` sent message `f` of itself: what our own look found, what a person took in another's place
 * and what came from a file does not show that it still speaks. A shop of files has nothing else.
 */
const SENT_BY_SHOP = `(case when s.channel in (${HINT_CHANNELS.map(({ name }) => `'${name}'`).join(', ')})
  then starts_with(f.key, '${PUSH_KEY}') else s.channel = 'csv' or not starts_with(f.key, '${RESERVED_KEY}') end
  and f.key !~ '/taken/[0-9]+$')`;

/** Whose messages are counted: where they lie, which column says up to which, and what was sent by the other side itself. */
interface Counted {
  readonly owner: 'shop' | 'link';
  readonly messages: 'inbox_messages' | 'link_messages';
  readonly cursor: 'inbox_id' | 'message_id';
  readonly isSent: string;
}
const COUNTED: readonly Counted[] = [
  { owner: 'shop', messages: 'inbox_messages', cursor: 'inbox_id', isSent: SENT_BY_SHOP },
  { owner: 'link', messages: 'link_messages', cursor: 'message_id', isSent: 'true' },
];

const countSql = ({ owner, messages, cursor, isSent }: Counted) => `
  with c as (select ${cursor} as id from ${owner}_minutes_cursor for update),
   young as (select min(m.id) as id from ${messages} m, c
     where m.id > c.id and m.received_at >= now() - ${SETTLED}),
   fresh as materialized (select m.id, m.${owner}_id as owner_id, m.received_at, m.key from ${messages} m, c, young
     where m.id > c.id and (young.id is null or m.id < young.id) order by m.id limit ${AT_ONCE}),
   judged as (select f.owner_id, f.received_at, ${isSent} as is_sent from fresh f join ${owner}s s on s.id = f.owner_id),
   grouped as (select owner_id, date_trunc('minute', received_at) as at, count(*)::int as n,
     min(received_at) filter (where is_sent) as first_at, max(received_at) filter (where is_sent) as last_at
     from judged group by 1, 2),
   gaps as (select g.*, case when g.first_at is not null then coalesce(
       max(g.last_at) over (partition by g.owner_id order by g.at rows between unbounded preceding and 1 preceding),
       (select p.last_at from ${owner}_minutes p where p.${owner}_id = g.owner_id and p.at < g.at and p.last_at is not null
        order by p.at desc limit 1)) end as before_at from grouped g),
   kept as (insert into ${owner}_minutes as m (${owner}_id, at, messages, first_at, last_at, before_at)
     select owner_id, at, n, first_at, last_at, before_at from gaps order by owner_id, at
     on conflict (${owner}_id, at) do update set messages = m.messages + excluded.messages,
       first_at = least(m.first_at, excluded.first_at), last_at = greatest(m.last_at, excluded.last_at),
       before_at = coalesce(m.before_at, excluded.before_at)),
   moved as (update ${owner}_minutes_cursor set ${cursor} = (select max(id) from fresh) where exists (select 1 from fresh)),
   old as (delete from ${owner}_minutes where at < now() - ${KEPT})
   select count(*)::int as n from fresh`;

/**
 * Counts what has come since the last call by shop or link and minute, with the gap before what the other side sent of itself; a few
 * seconds late, so that no message pays for it. Returns how many messages were counted.
 */
export function countMinutes(db: Database): Promise<number> {
  return db.tx(async (tx) => {
    let n = 0;
    for (const counted of COUNTED) n += (await tx.query<{ n: number }>(countSql(counted)))[0]?.n ?? 0;
    if (n > 0) await announceHealth(tx, await db.now());
    return n;
  });
}

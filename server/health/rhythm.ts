import type { Sql } from '@/db/client';
import type { Instant } from '@/domain/clocks/instant';
import { PUSH_CHANNELS, SOURCE_CHANNELS } from '../channels/index';

/** Channels of which messages come by themselves: a shop of another one cannot fall silent. */
const SPEAKING: readonly string[] = [...new Set([...PUSH_CHANNELS, ...SOURCE_CHANNELS].map(({ name }) => name))];

/** SQL of when shop `s` last spoke of itself: what was counted, or is newer and known otherwise. */
export const LAST_EVENT = `greatest(
  (select m.last_at from shop_minutes m where m.shop_id = s.id and m.last_at is not null order by m.at desc limit 1),
  (select max(k.last_used_at) from shop_secrets k where k.shop_id = s.id),
  (select q.message_at from channel_pulls q where q.shop_id = s.id))`;

/** A shop or a link that speaks by itself, and how it did at this hour on the last days. */
export interface Heard {
  readonly kind: 'shop' | 'link';
  readonly id: string;
  readonly name: string;
  /** Whom it concerns. */
  readonly groupIds: readonly string[];
  readonly lastAt: Instant | null;
  /** Since when there has been reason to expect something (0: always); null: there is none. */
  readonly expectedSince: Instant | null;
  /** Of what something is expected, counted; null: it is heard without that. */
  readonly awaited: number | null;
  /** The longest gap around this hour of the day, on each of the last seven days on which anything came. */
  readonly longestGapsMs: readonly number[];
  /** Since when it has been silent; null: it is not known to be. */
  readonly silentSince: Instant | null;
}

const longestGaps = (kind: Heard['kind'], id: string) => `coalesce((select jsonb_agg(longest) from (
   select (select extract(epoch from max(gap)) * 1000 from (
       (select first_at - before_at as gap from ${kind}_minutes m
        where m.${kind}_id = ${id} and m.at >= w.at and m.at < w.at + interval '1 hour')
       union all (select first_at - before_at from ${kind}_minutes m where m.${kind}_id = ${id}
          and m.at >= w.at + interval '1 hour' and m.at < w.at + interval '1 day'
          and m.first_at is not null order by m.at limit 1)) g) as longest
   from generate_series(1, 7) d, lateral (select date_trunc('hour', now()) - d * interval '1 day' as at) w) days
 where longest is not null), '[]')`;

/** Every active shop that speaks by itself, with how it did at this hour on the last days; all, or these. */
export function readRhythms(sql: Sql, shopIds: readonly string[] | null = null): Promise<Heard[]> {
  return sql.query<Heard>(
    `select 'shop' as kind, s.id, s.name, array[s.group_id] as "groupIds", ${LAST_EVENT} as "lastAt",
       at_ms(0) as "expectedSince", null as awaited, x.since as "silentSince", ${longestGaps('shop', 's.id')} as "longestGapsMs"
     from shops s left join shop_silences x on x.shop_id = s.id and x.ended_at is null
     where s.is_active and s.channel = any ($1) and ($2::text[] is null or s.id = any ($2)) order by s.id`,
    [SPEAKING, shopIds],
  );
}

/** What is older is not waited for any more, whatever became of it. */
const AWAITED_FOR = "interval '30 days'";

/**
 * Every active link. A warehouse is expected to speak while it has orders that are not shipped, a courier while parcels are under
 * way; a payment service always.
 */
export function readLinkRhythms(sql: Sql): Promise<Heard[]> {
  return sql.query<Heard>(
    `select 'link' as kind, l.id, l.name,
       array(select distinct s.group_id from link_shops j join shops s on s.id = j.shop_id where j.link_id = l.id) as "groupIds",
       greatest(l.heard_at, (select m.last_at from link_minutes m where m.link_id = l.id order by m.at desc limit 1)) as "lastAt",
       case when l.kind = 'wechat-pay' then at_ms(0) else w.since end as "expectedSince", w.n as awaited,
       x.since as "silentSince", ${longestGaps('link', 'l.id')} as "longestGapsMs"
     from links l left join link_silences x on x.link_id = l.id and x.ended_at is null
     left join lateral (
       select count(*)::int as n, min(w.sent_at) as since from warehouse_orders w
         join orders o on o.id = w.order_id
       where l.kind = 'qimen' and w.link_id = l.id and w.state in ('sent', 'accepted', 'cancelling') and o.stage is not null
         and w.sent_at > now() - ${AWAITED_FOR} having l.kind = 'qimen'
       union all select count(*)::int, min(p.watched_at) from parcels p
       where l.kind = 'kuaidi100' and p.link_id = l.id and p.watch = 'watched'
         and p.watched_at > now() - ${AWAITED_FOR} having l.kind = 'kuaidi100') w on true
     where l.is_active order by l.id`,
  );
}

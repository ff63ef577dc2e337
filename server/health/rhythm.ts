import type { Sql } from '@/db/client';
import type { Instant } from '@/domain/clocks/instant';
import { PUSH_CHANNELS, SOURCE_CHANNELS } from '../channels/index';

/** Channels of which messages come by themselves: a shop of another one cannot fall silent. */
const SPEAKING: readonly string[] = [...new Set([...PUSH_CHANNELS, ...SOURCE_CHANNELS].map(({ name }) => name))];

/** SQL of when something last came for shop `s`: what was counted, or is newer and known otherwise. */
export const LAST_EVENT = `greatest(
  (select m.last_at from shop_minutes m where m.shop_id = s.id order by m.at desc limit 1),
  (select max(k.last_used_at) from shop_secrets k where k.shop_id = s.id),
  (select q.message_at from channel_pulls q where q.shop_id = s.id))`;

export interface HeardShop {
  readonly shopId: string;
  readonly name: string;
  readonly groupId: string;
  readonly lastAt: Instant | null;
  /** The longest gap around this hour of the day, on each of the last seven days on which anything came. */
  readonly longestGapsMs: readonly number[];
  /** Since when it has been silent; null: it is not known to be. */
  readonly silentSince: Instant | null;
}

/** Every active shop that speaks by itself, with how it did at this hour on the last days; all, or one. */
export function readRhythms(sql: Sql, shopIds: readonly string[] | null = null): Promise<HeardShop[]> {
  return sql.query<HeardShop>(
    `select s.id as "shopId", s.name, s.group_id as "groupId", ${LAST_EVENT} as "lastAt", x.since as "silentSince",
       coalesce((select jsonb_agg(longest) from (
         select (select extract(epoch from max(gap)) * 1000 from (
             (select first_at - before_at as gap from shop_minutes m
              where m.shop_id = s.id and m.at >= w.at and m.at < w.at + interval '1 hour')
             union all (select first_at - before_at from shop_minutes m
              where m.shop_id = s.id and m.at >= w.at + interval '1 hour' and m.at < w.at + interval '1 day' order by m.at limit 1)) g) as longest
         from generate_series(1, 7) d, lateral (select date_trunc('hour', now()) - d * interval '1 day' as at) w) days
       where longest is not null), '[]') as "longestGapsMs"
     from shops s left join shop_silences x on x.shop_id = s.id and x.ended_at is null
     where s.is_active and s.channel = any ($1) and ($2::text[] is null or s.id = any ($2)) order by s.id`,
    [SPEAKING, shopIds],
  );
}

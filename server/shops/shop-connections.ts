import { rhythmOf } from '@/domain/health/silence';
import { missingIn } from '../channels/call-failure';
import { channelNamed, SOURCE_CHANNELS } from '../channels/index';
import { FETCH_BACKLOG, STREAM_OF } from '../fetching/backlog';
import { inGroups } from '../groups/in-groups';
import { readAlarmLimits } from '../health/alarm-limits';
import type { ConnectionHealth, ConnectionSource } from '../health/connection';
import { readLostPushes } from '../health/lost-pushes';
import { LAST_EVENT, readRhythms } from '../health/rhythm';

const COUNT_UP_TO = 10_000;
const ASKED = SOURCE_CHANNELS.map(({ name }) => name);

type Row = Omit<
  ConnectionHealth,
  | ('id' | 'kind' | 'path' | 'rhythm' | 'silentSince' | 'canSendTest' | 'shopId')
  | ('missing' | 'awaited' | 'told' | 'losingSince')
> & {
  readonly shopId: string;
  readonly channel: string;
};

const sql = (groups: readonly string[] | null) => `
  with pending as (select shop_id, count(*)::int as n, min(id) as first_id from (
      select id, shop_id from inbox_keys where state = 0 order by id limit ${COUNT_UP_TO}) p group by 1),
    aside as (select shop_id, count(*) filter (where state = 5)::int as retrying, count(*) filter (where state <> 5)::int as dead,
      count(*) filter (where aside_at > now() - interval '1 hour')::int as young
      from inbox_keys where state in (2, 5, 7) group by 1),
    conflicts as (select shop_id, count(*)::int as n from inbox_conflicts where settled_at is null group by 1),
    given_up as (select shop_id, count(*)::int as n from order_fetches where dead_at is not null group by 1),
    hour as (select shop_id, sum(messages)::int as n from shop_minutes where at > now() - interval '1 hour' group by 1),
    secrets as (select shop_id, count(*)::int as n, min(created_at) as oldest from shop_secrets where retired_at is null group by 1)
  select s.id as "shopId", s.name, s.channel, g.name as "groupName", ${LAST_EVENT} as "lastEventAt",
    coalesce(p.n, 0) as waiting,
    (select m.received_at from inbox_messages m where m.id = p.first_id limit 1) as "waitingSince",
    coalesce(a.retrying, 0) as retrying,
    (coalesce(a.dead, 0) + coalesce(c.n, 0) + coalesce(f.n, 0))::int as "deadLetters",
    coalesce(h.n, 0) as arrived, coalesce(a.young, 0) as "asideOfArrived",
    (select (d.orders_by_poll + d.updates_by_poll)::int from channel_days d
     where d.shop_id = s.id and d.day = (now() at time zone 'Asia/Shanghai')::date) as "foundByPoll",
    (select coalesce(b.last_error, c.last_error, q.last_error, o.last_error) from shops x
       left join channel_budgets b on b.shop_id = x.id left join channel_polls o on o.shop_id = x.id
       left join channel_pulls q on q.shop_id = x.id left join lateral (${STREAM_OF}) c on true where x.id = s.id) as problem,
    case when s.channel = any ($2) then (select jsonb_build_object('waiting', w.n,
        'waitingSince', floor(extract(epoch from w.since) * 1000), 'failedToday', coalesce(d.failed, 0),
        'askedToday', coalesce(d.fetched + d.failed, 0))
      from (${FETCH_BACKLOG}) w left join channel_days d
        on d.shop_id = s.id and d.day = (now() at time zone 'Asia/Shanghai')::date) end as asking,
    (select jsonb_agg(coalesce(n, 0) order by bucket) from generate_series(0, 71) bucket left join (
       select 71 - floor(extract(epoch from now() - at) / 300)::int as bucket, sum(messages)::int as n
       from shop_minutes m where m.shop_id = s.id and at > now() - interval '6 hours' group by 1) t using (bucket)) as trend,
    coalesce(k.n, 0) as "liveSecrets", k.oldest as "oldestSecretAt"
  from shops s join groups g on g.id = s.group_id left join pending p on p.shop_id = s.id left join aside a on a.shop_id = s.id
    left join conflicts c on c.shop_id = s.id left join given_up f on f.shop_id = s.id left join hour h on h.shop_id = s.id
    left join secrets k on k.shop_id = s.id
  where s.is_active and ${inGroups('s.group_id', '$1', groups)} order by s.name, s.id`;

/** The active shops: what comes, what waits, what was set aside, and whether they are silent. */
export const shopConnections: ConnectionSource = async (db, groups) => {
  const rows = await db.query<Row>(sql(groups), [groups, ASKED]);
  const { silenceFactor } = await readAlarmLimits(db);
  const shopIds = rows.map(({ shopId }) => shopId);
  const heard = new Map((await readRhythms(db, shopIds)).map((one) => [one.id, one]));
  const told = new Map((await readLostPushes(db, shopIds)).map((one) => [one.id, one]));
  return rows.map(({ channel, ...row }) => {
    const shop = heard.get(row.shopId);
    const pushes = told.get(row.shopId);
    return {
      ...row,
      missing: missingIn(row.problem),
      ...{ id: `shop:${row.shopId}`, kind: 'shop', path: `/settings/shops?shop=${row.shopId}` },
      rhythm: shop ? rhythmOf(shop.longestGapsMs, silenceFactor) : null,
      silentSince: shop?.silentSince ?? null,
      awaited: null,
      told: pushes ? { found: pushes.found, orders: pushes.orders } : null,
      losingSince: pushes?.losingSince ?? null,
      canSendTest: channelNamed(channel)?.testPush !== undefined && row.liveSecrets !== 0,
    };
  });
};

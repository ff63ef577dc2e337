import type { Instant } from '@/domain/clocks/instant';
import type { Platform } from '@/domain/order/platform';
import { groupScope } from '../can';
import { missingIn } from '../channels/call-failure';
import { SOURCE_CHANNELS } from '../channels/index';
import type { Context, UserActor } from '../context';
import { inGroups } from '../groups/in-groups';
import { FETCH_BACKLOG, STREAM_OF } from './backlog';

/** How a shop's orders come in, for people. */
export interface ChannelHealth {
  readonly shopId: string;
  readonly name: string;
  readonly platform: Platform;
  readonly channel: string;
  /** When a push or message last came, to about ten seconds; null for never. */
  readonly lastPushAt: Instant | null;
  /** null where the channel's messages carry whole orders. */
  readonly asking: Asking | null;
}

/** How asking the platform for orders goes. */
export interface Asking {
  /** Orders that wait to be asked for (counted up to 10,000), and since when the first of them does. */
  readonly waiting: number;
  readonly waitingSince: Instant | null;
  /** Orders that were given up, until something new is told of them. */
  readonly givenUp: number;
  /** No call is made before this time; null: calls are made. */
  readonly blockedUntil: Instant | null;
  /** Why the last call or look failed; null: it did not. */
  readonly problem: string | null;
  /** The names of the credentials that are not entered yet: the shop is not connected, and nothing has failed. */
  readonly missing: readonly string[];
  readonly lastCallAt: Instant | null;
  /** When changes were last looked for to the end. */
  readonly polledAt: Instant | null;
  /** The connection over which the platform tells of orders; null where it has none, or nobody has tried to open it. */
  readonly stream: { readonly isConnected: boolean; readonly heardAt: Instant | null } | null;
  /** Of the decryptions that the shop may spend today, those that it has; null where it may spend none. */
  readonly decrypts: { readonly spent: number; readonly most: number } | null;
  /** Of the last seven days, today first; days on which nothing was asked for are left out. */
  readonly days: readonly AskedDay[];
}

export interface AskedDay {
  readonly day: string;
  readonly fetched: number;
  readonly failed: number;
  /** Found by looking, of which no push had told: orders, and later states of orders. */
  readonly ordersByPoll: number;
  readonly updatesByPoll: number;
}

interface Row extends Omit<ChannelHealth, 'asking'>, Omit<Asking, 'missing'> {}

const COUNT_UP_TO = 10_000;

const healthSql = (groups: readonly string[] | null) => `
  select s.id as "shopId", s.name, s.platform, s.channel,
    greatest(q.message_at, (select max(last_used_at) from shop_secrets k where k.shop_id = s.id)) as "lastPushAt",
    w.n as waiting, w.since as "waitingSince",
    (select count(*)::int from (select 1 from order_fetches f where f.shop_id = s.id and f.dead_at is not null
       limit ${COUNT_UP_TO}) x) as "givenUp",
    case when b.blocked_until > now() then b.blocked_until end as "blockedUntil",
    coalesce(b.last_error, c.last_error, q.last_error, p.last_error) as problem, b.last_ok_at as "lastCallAt", p.polled_at as "polledAt",
    case when c.id is not null then jsonb_build_object('isConnected', c.connected_at is not null and c.held_until > now(),
      'heardAt', floor(extract(epoch from c.heard_at) * 1000)) end as stream,
    case when x.most > 0 then jsonb_build_object('spent', x.spent, 'most', x.most) end as decrypts,
    coalesce((select jsonb_agg(jsonb_build_object('day', d.day::text, 'fetched', d.fetched, 'failed', d.failed,
        'ordersByPoll', d.orders_by_poll, 'updatesByPoll', d.updates_by_poll) order by d.day desc)
      from channel_days d where d.shop_id = s.id and d.day > (now() at time zone 'Asia/Shanghai')::date - 7), '[]') as days
  from shops s
    left join channel_budgets b on b.shop_id = s.id left join channel_polls p on p.shop_id = s.id
    left join channel_pulls q on q.shop_id = s.id
    left join channel_decrypts x on x.shop_id = s.id and x.day = (now() at time zone 'Asia/Shanghai')::date
    left join lateral (${STREAM_OF}) c on true
    cross join lateral (${FETCH_BACKLOG}) w
  where s.is_active and ${inGroups('s.group_id', '$1', groups)} order by s.name, s.id`;

const ASKED: ReadonlySet<string> = new Set(SOURCE_CHANNELS.map(({ name }) => name));

/** How the orders of every active shop in reach come in, by the shops' names. */
export async function channelHealth(ctx: Context<UserActor>): Promise<ChannelHealth[]> {
  const groups = groupScope(ctx.actor, 'channels.health');
  const rows = await ctx.db.query<Row>(healthSql(groups), [groups]);
  return rows.map(({ shopId, name, platform, channel, lastPushAt, ...asking }) => ({
    shopId,
    name,
    platform,
    channel,
    lastPushAt,
    asking: ASKED.has(channel) ? { ...asking, missing: missingIn(asking.problem) } : null,
  }));
}

import type { Instant } from '@/domain/clocks/instant';
import { cityOfCode } from '@/domain/order/places';
import type { Platform } from '@/domain/order/platform';
import type { CredentialField } from '../channels/channel';
import { CHANNELS, channelNamed } from '../channels/index';
import type { Context, UserActor } from '../context';
import { PLACES } from '../reference/places';

export interface ShopRow {
  readonly shopId: string;
  readonly name: string;
  readonly platform: Platform;
  readonly channel: string;
  readonly groupId: string;
  readonly groupName: string;
  readonly isActive: boolean;
  /** Name of the city it ships from; null when nobody has said. */
  readonly shipFrom: string | null;
  readonly version: number;
  readonly createdAt: Instant;
  /** When something genuine last came: a push, a message, a new order that was looked for, an import; null for never. */
  readonly lastEventAt: Instant | null;
  readonly ordersToday: number;
  readonly liveSecrets: number;
  /** Nothing can be taken from it before a secret is entered. */
  readonly needsSecret: boolean;
}

/** A channel that a shop can have, and what it asks for. */
export interface ChannelChoice {
  readonly name: string;
  /** The only platform whose shops can have it; null for any. */
  readonly platform: Platform | null;
  readonly signing: 'generated' | 'typed' | null;
  readonly isPushed: boolean;
  readonly canSendTest: boolean;
  /** Its platform is asked for orders. */
  readonly isAskedFor: boolean;
  /** How many days back its platform may be asked for orders that wait there already; null where it is not asked. */
  readonly mostDaysBack: number | null;
  /** Something tells of new orders: a push, a queue or a held connection. Otherwise they are only looked for. */
  readonly isTold: boolean;
  readonly credentials: readonly CredentialField[];
}

export interface ShopOverview {
  readonly shops: readonly ShopRow[];
  readonly channels: readonly ChannelChoice[];
  /** Where shops push to: followed by /hooks/CHANNEL/SHOP. */
  readonly origin: string;
}

const LIST = `with today as (
    select shop_id, count(*)::int as n from orders
    where placed_on = (now() at time zone 'Asia/Shanghai')::date group by shop_id),
  used as (select shop_id, max(last_used_at) as at, count(*) filter (where retired_at is null)::int as live
    from shop_secrets group by shop_id),
  told as (select shop_id, message_at as at from channel_pulls),
  listed as (select shop_id, max(found_at) as at from order_fetches where found_by = 'list' group by shop_id),
  imported as (select shop_id, max(created_at) as at from import_runs group by shop_id)
  select s.id as "shopId", s.name, s.platform, s.channel, s.group_id as "groupId", g.name as "groupName",
    s.is_active as "isActive", s.ship_from as "shipFrom", s.version::int as version, s.created_at as "createdAt",
    greatest(used.at, told.at, listed.at, imported.at) as "lastEventAt", coalesce(today.n, 0) as "ordersToday",
    coalesce(used.live, 0) as "liveSecrets"
  from shops s join groups g on g.id = s.group_id left join today on today.shop_id = s.id
    left join used on used.shop_id = s.id left join told on told.shop_id = s.id
    left join listed on listed.shop_id = s.id left join imported on imported.shop_id = s.id
  order by s.is_active desc, s.name, s.id`;

/** All shops by name, the closed ones last, and the channels they can have. */
export async function listShops(ctx: Context<UserActor>): Promise<ShopOverview> {
  const rows = await ctx.db.query<Omit<ShopRow, 'needsSecret'>>(LIST);
  const shops = rows.map((row) => ({
    ...row,
    shipFrom: row.shipFrom === null ? null : (cityOfCode(row.shipFrom, PLACES)?.name ?? row.shipFrom),
    needsSecret: row.liveSecrets === 0 && (channelNamed(row.channel)?.signing ?? null) !== null,
  }));
  const channels = CHANNELS.map(({ name, platform, signing, verify, testPush, source, credentials }) => ({
    name,
    platform,
    signing,
    isPushed: verify !== null,
    canSendTest: testPush !== undefined,
    isAskedFor: source !== null,
    mostDaysBack: source?.poll.mostDaysBack ?? null,
    isTold: verify !== null || source?.hintsOf !== undefined,
    credentials: credentials.filter(({ isManaged }) => isManaged !== true),
  }));
  return { shops, channels, origin: ctx.origin };
}

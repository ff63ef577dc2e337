import type { Instant } from '@/domain/clocks/instant';
import type { Platform } from '@/domain/order/platform';
import type { OfferRule } from '@/domain/stock/offer';
import { groupScope } from '../../can';
import { missingIn } from '../../channels/call-failure';
import { SOURCE_CHANNELS } from '../../channels/index';
import type { Context, UserActor } from '../../context';
import { inGroups } from '../../groups/in-groups';

export interface StockShop extends OfferRule {
  readonly shopId: string;
  readonly name: string;
  readonly platform: Platform;
  /** Its orders hold stock: something is mapped. */
  readonly isKept: boolean;
  readonly articles: number;
  /** Its platform's API can be told how much there is. */
  readonly canWrite: boolean;
  readonly isWriting: boolean;
  readonly doesWriteChanges: boolean;
  readonly version: number;
  /** Articles that wait to be told, that were given up, and whose numbers on the platform nobody knows. */
  readonly due: number;
  readonly givenUp: number;
  readonly unnumbered: number;
  readonly lastSentAt: Instant | null;
  readonly blockedUntil: Instant | null;
  readonly problem: string | null;
  readonly missing: readonly string[];
}

const TAKES_STOCK: ReadonlySet<string> = new Set(
  SOURCE_CHANNELS.filter(({ source }) => source?.takesStock).map(({ name }) => name),
);

/** Every active shop in reach: what it keeps of the stock, and how telling its platform goes. */
export async function stockShops(ctx: Context<UserActor>): Promise<StockShop[]> {
  const groups = groupScope(ctx.actor, 'stock.shops');
  const rows = await ctx.db.query<Omit<StockShop, 'canWrite' | 'missing'> & { channel: string }>(
    `select s.id as "shopId", s.name, s.platform, s.channel, k.shop_id is not null as "isKept",
       coalesce(k.is_writing, false) as "isWriting", coalesce(k.buffer_pieces, 0) as "bufferPieces",
       coalesce(k.buffer_bp, 0) as "bufferBp", coalesce(k.share_bp, 10000) as "shareBp",
       coalesce(k.does_write_changes, true) as "doesWriteChanges", coalesce(k.version, 0)::int as version,
       a.articles, a.due, a."givenUp", a.unnumbered, a."lastSentAt",
       case when b.blocked_until > now() then b.blocked_until end as "blockedUntil", coalesce(b.last_error, a.problem) as problem
     from shops s left join stock_shops k on k.shop_id = s.id left join channel_budgets b on b.shop_id = s.id
       cross join lateral (select count(*)::int as articles,
           (count(*) filter (where due_at is not null and product_no <> ''))::int as due,
           (count(*) filter (where dead_at is not null))::int as "givenUp",
           (count(*) filter (where product_no = ''))::int as unnumbered, max(sent_at) as "lastSentAt", max(last_error) as problem
         from stock_articles t where t.shop_id = s.id) a
     where s.is_active and ${inGroups('s.group_id', '$1', groups)} order by s.name, s.id`,
    [groups],
  );
  return rows.map(({ channel, ...row }) => ({
    ...row,
    canWrite: TAKES_STOCK.has(channel),
    missing: missingIn(row.problem),
  }));
}

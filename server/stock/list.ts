import * as z from 'zod';
import type { Instant } from '@/domain/clocks/instant';
import type { MovementKind } from '@/domain/stock/ledger';
import type { Context, UserActor } from '../context';
import { IS_OVERDRAWN } from './overdrawn';
import { skuField } from './sku-field';

const STOCK_STATES = ['all', 'overdrawn', 'short', 'uncounted', 'empty'] as const;
export type StockState = (typeof STOCK_STATES)[number];

export const listStockInput = z.strictObject({
  /** SKUs that contain this. */
  text: z.string().trim().max(100).default(''),
  state: z.enum(STOCK_STATES).default('all'),
  after: skuField.optional(),
  limit: z.number().int().min(1).max(200).default(100),
});

export interface StockRow {
  readonly sku: string;
  readonly onHand: number;
  readonly reserved: number;
  readonly free: number;
  /** Pieces that orders wait for. */
  readonly short: number;
  /** Pieces that orders want while nobody knows how many there are. */
  readonly unknown: number;
  /** false: nobody has counted it yet. */
  readonly isCounted: boolean;
  /** Pieces that left with its last movement and were not there. */
  readonly missing: number;
  readonly updatedAt: Instant;
  readonly lastKind: MovementKind | null;
}

export interface StockPage {
  readonly rows: readonly StockRow[];
  readonly next: string | null;
}

const FILTERS: Readonly<Record<StockState, string>> = {
  all: 'true',
  overdrawn: IS_OVERDRAWN,
  short: `exists (select from stock_reservations w where w.sku = i.sku and w.state = 'short')`,
  uncounted: 'i.counted_at is null',
  empty: 'i.counted_at is not null and i.on_hand = i.reserved',
};
const wanted = (state: 'short' | 'uncounted') =>
  `(select coalesce(sum(w.quantity), 0)::float8 from stock_reservations w where w.sku = i.sku and w.state = '${state}')`;

/** What there is of every SKU, in the order of the SKUs, a page at a time. */
export async function listStock(
  ctx: Context<UserActor>,
  { text, state, after, limit }: z.infer<typeof listStockInput>,
): Promise<StockPage> {
  const rows = await ctx.db.query<StockRow>(
    `select i.sku, i.on_hand as "onHand", i.reserved, i.on_hand - i.reserved as free, ${wanted('short')} as short,
       ${wanted('uncounted')} as unknown, i.counted_at is not null as "isCounted", i.updated_at as "updatedAt",
       l.kind as "lastKind", coalesce(l.missing, 0) as missing
     from stock_items i
       left join lateral (select kind, missing from stock_movements m where m.sku = i.sku order by id desc limit 1) l on true
     where position(lower($1) in lower(i.sku)) > 0 and ${FILTERS[state]} and ($2::text is null or i.sku > $2)
     order by i.sku limit $3`,
    [text, after ?? null, limit],
  );
  return { rows, next: rows.length === limit ? (rows.at(-1)?.sku ?? null) : null };
}

import * as z from 'zod';
import type { Instant } from '@/domain/clocks/instant';
import type { Context, UserActor } from '../context';
import { skuField } from './sku-field';

export const listStockInput = z.strictObject({
  /** SKUs that begin with this. */
  prefix: z.string().trim().max(100).default(''),
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
  readonly updatedAt: Instant;
}

export interface StockPage {
  readonly rows: readonly StockRow[];
  readonly next: string | null;
}

/** What there is of every SKU, in the order of the SKUs, a page at a time. */
export async function listStock(
  ctx: Context<UserActor>,
  { prefix, after, limit }: z.infer<typeof listStockInput>,
): Promise<StockPage> {
  const rows = await ctx.db.query<StockRow>(
    `select i.sku, i.on_hand as "onHand", i.reserved, i.on_hand - i.reserved as free,
       (select coalesce(sum(w.quantity), 0)::float8 from stock_reservations w where w.sku = i.sku and w.state = 'short') as short,
       i.updated_at as "updatedAt"
     from stock_items i where starts_with(i.sku, $1) and ($2::text is null or i.sku > $2) order by i.sku limit $3`,
    [prefix, after ?? null, limit],
  );
  return { rows, next: rows.length === limit ? (rows.at(-1)?.sku ?? null) : null };
}

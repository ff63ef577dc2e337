import type { OrderLine } from '@/domain/order/order';

/** So many pieces of one SKU of the house. */
export interface Part {
  readonly sku: string;
  readonly quantity: number;
}

/** What each article of a platform is made of: one part, or several in a bundle. */
export type SkuMap = ReadonlyMap<string, readonly Part[]>;

/** More than any house has: what asks for more asks for this. */
const PIECES_MAX = 1_000_000_000;

/** The pieces that lines of an order ask for, by SKU of the house; articles that the map does not know ask for none. */
export function explode(lines: readonly Pick<OrderLine, 'sku' | 'quantity'>[], map: SkuMap): Map<string, number> {
  const pieces = new Map<string, number>();
  for (const line of lines) {
    for (const { sku, quantity } of map.get(line.sku) ?? [])
      pieces.set(sku, Math.min(PIECES_MAX, (pieces.get(sku) ?? 0) + quantity * Math.max(0, line.quantity)));
  }
  for (const [sku, quantity] of pieces) if (quantity === 0) pieces.delete(sku);
  return pieces;
}

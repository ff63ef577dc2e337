import type { Sql } from '@/db/client';
import { notFound } from '../errors';

/** Lets nobody else change what a shop keeps of the stock meanwhile; returns its channel. Throws notFound for one that is not there. */
export async function lockShop(tx: Sql, shopId: string): Promise<string> {
  const [shop] = await tx.query<{ channel: string }>('select channel from shops where id = $1 for no key update', [
    shopId,
  ]);
  if (!shop) throw notFound('shop');
  return shop.channel;
}

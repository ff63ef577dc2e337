import * as z from 'zod';
import type { Sql } from '@/db/client';
import { PLATFORMS } from '@/domain/order/platform';
import { channelNamed } from '../channels/index';
import { invalid, notFound } from '../errors';

export const shopIdField = z.string().min(1).max(64);

/** What a person says about a shop. */
export const shopFields = {
  name: z.string().trim().min(1).max(40),
  groupId: z.string().max(64),
  platform: z.enum(PLATFORMS),
  channel: z.string().max(40),
};

/** A shop's row as it stands, locked for a change in this transaction. */
export interface LockedShop {
  readonly name: string;
  readonly groupId: string;
  readonly platform: string;
  readonly channel: string;
  readonly isActive: boolean;
  readonly version: number;
}

/** Locks a shop for a change, so that two changes of it follow one another. Throws notFound. */
export async function lockShop(tx: Sql, shopId: string): Promise<LockedShop> {
  const [shop] = await tx.query<LockedShop>(
    `select name, group_id as "groupId", platform, channel, is_active as "isActive", version::int as version
     from shops where id = $1 for no key update`,
    [shopId],
  );
  if (!shop) throw notFound('shop');
  return shop;
}

/** Throws invalid when there is no such channel or group. */
export async function assertShopFits(
  tx: Sql,
  shop: { readonly channel: string; readonly groupId: string },
): Promise<void> {
  if (channelNamed(shop.channel) === null) throw invalid('no such channel', { field: 'channel' });
  const groups = await tx.query('select 1 from groups where id = $1 for key share', [shop.groupId]);
  if (groups.length === 0) throw invalid('no such group', { field: 'groupId' });
}

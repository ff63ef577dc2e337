import * as z from 'zod';
import type { Sql } from '@/db/client';
import { citiesNamed, cityOfCode } from '@/domain/order/places';
import { PLATFORMS } from '@/domain/order/platform';
import { channelNamed } from '../channels/index';
import { invalid, notFound } from '../errors';
import { PLACES } from '../reference/places';

export const shopIdField = z.string().min(1).max(64);

/** What a person says about a shop. */
export const shopFields = {
  name: z.string().trim().min(1).max(40),
  groupId: z.string().max(64),
  platform: z.enum(PLATFORMS),
  channel: z.string().max(40),
  /** The city it ships from, by name or area code; '' = not told, left out = as before. */
  shipFrom: z.string().trim().max(40).optional(),
};

/** A shop's row as it stands, locked for a change in this transaction. */
export interface LockedShop {
  readonly name: string;
  readonly groupId: string;
  readonly platform: string;
  readonly channel: string;
  readonly isActive: boolean;
  /** Area code. */
  readonly shipFrom: string | null;
  readonly version: number;
}

/** Locks a shop for a change, so that two changes of it follow one another. Throws notFound. */
export async function lockShop(tx: Sql, shopId: string): Promise<LockedShop> {
  const [shop] = await tx.query<LockedShop>(
    `select name, group_id as "groupId", platform, channel, is_active as "isActive", ship_from as "shipFrom", version::int as version
     from shops where id = $1 for no key update`,
    [shopId],
  );
  if (!shop) throw notFound('shop');
  return shop;
}

/** The area code of the city that was named; null for none. Throws invalid where no or more than one city is called so. */
export function shipFromCode(text: string): string | null {
  if (text === '') return null;
  const cities = /^\d{6}$/.test(text) ? [cityOfCode(text, PLACES)] : citiesNamed(text, PLACES);
  const [city] = cities;
  if (!city || cities.length > 1) throw invalid('no such city', { field: 'shipFrom', why: 'no-such-city' });
  return /^\d{6}$/.test(text) ? text : city.code;
}

interface FittingShop {
  readonly platform: string;
  readonly channel: string;
  readonly groupId: string;
}

/**
 * Throws invalid when there is no such channel or group, or the channel is another platform's. A pair that a shop has
 * already (`before`) stays.
 */
export async function assertShopFits(
  tx: Sql,
  shop: FittingShop,
  before?: Pick<FittingShop, 'platform' | 'channel'>,
): Promise<void> {
  const channel = channelNamed(shop.channel);
  if (channel === null) throw invalid('no such channel', { field: 'channel' });
  const isSamePair = before?.platform === shop.platform && before.channel === shop.channel;
  if (!isSamePair && channel.platform !== null && channel.platform !== shop.platform)
    throw invalid(`${channel.name} serves shops of ${channel.platform} only`, {
      field: 'channel',
      why: 'other-platform',
    });
  const groups = await tx.query('select 1 from groups where id = $1 for key share', [shop.groupId]);
  if (groups.length === 0) throw invalid('no such group', { field: 'groupId' });
}

import { randomBytes } from 'node:crypto';
import * as z from 'zod';
import type { Sql } from '@/db/client';
import { audit } from '../audit';
import { channelNamed } from '../channels/index';
import type { Context, UserActor } from '../context';
import { invalid } from '../errors';
import { announceShop } from './announce-shop';
import { insertSecret } from './credentials';
import { generateSecret } from './generate-secret';
import { assertShopFits, shipFromCode, shopFields } from './shop-fields';

export const createShopInput = z.strictObject({
  ...shopFields,
  /** Orders that changed so many days ago are fetched too, where they are asked for; 0 or left out: from now on. */
  ordersSinceDays: z.number().int().min(0).max(365).optional(),
});
export type CreateShopInput = z.infer<typeof createShopInput>;

export interface CreatedShop {
  readonly shopId: string;
  /** The generated signing secret, shown this once; null where the channel's secret is typed in, or none is needed. */
  readonly secret: string | null;
}

/** Lets the first look begin so many days back. Throws invalid where the platform is not asked that far back. */
async function beginBack(tx: Sql, shopId: string, channel: string, days: number): Promise<void> {
  const most = channelNamed(channel)?.source?.poll.mostDaysBack ?? 0;
  if (days > most)
    throw invalid(`orders can be fetched of the last ${most} days`, { field: 'ordersSinceDays', why: 'too-far-back' });
  if (days === 0) return;
  await tx.query(
    `insert into channel_polls (shop_id, looked_until, waiting_until)
     values ($1, now() - make_interval(days => $2), 'infinity')`,
    [shopId, days],
  );
}

/** Adds a shop, with a first signing secret where the channel's secrets are ours to make. Throws invalid. */
export async function createShop(ctx: Context<UserActor>, input: CreateShopInput): Promise<CreatedShop> {
  const shopId = `shop-${randomBytes(6).toString('hex')}`;
  const secret = channelNamed(input.channel)?.signing === 'generated' ? generateSecret() : null;
  await ctx.db.tx(async (tx) => {
    await assertShopFits(tx, input);
    const { name, platform, channel, groupId, ordersSinceDays = 0 } = input;
    const shipFrom = shipFromCode(input.shipFrom ?? '');
    await tx.query(
      'insert into shops (id, name, platform, channel, group_id, ship_from) values ($1, $2, $3, $4, $5, $6)',
      [shopId, name, platform, channel, groupId, shipFrom],
    );
    await beginBack(tx, shopId, channel, ordersSinceDays);
    const since = ordersSinceDays > 0 ? { ordersSinceDays } : {};
    await audit(tx, ctx.actor, 'shops.create', shopId, { platform, channel, groupId, shipFrom, ...since });
    if (secret !== null) {
      const secretId = await insertSecret(tx, ctx.keyring, { shopId, text: secret, by: ctx.actor.userId });
      await audit(tx, ctx.actor, 'shops.addSecret', shopId, { secretId });
    }
    await announceShop(tx, shopId);
  });
  ctx.wakeFeed();
  return { shopId, secret };
}

import { randomBytes } from 'node:crypto';
import * as z from 'zod';
import { audit } from '../audit';
import { channelNamed } from '../channels/index';
import type { Context, UserActor } from '../context';
import { announceShop } from './announce-shop';
import { insertSecret } from './credentials';
import { generateSecret } from './generate-secret';
import { assertShopFits, shipFromCode, shopFields } from './shop-fields';

export const createShopInput = z.strictObject(shopFields);
export type CreateShopInput = z.infer<typeof createShopInput>;

export interface CreatedShop {
  readonly shopId: string;
  /** The generated signing secret, shown this once; null where the channel's secret is typed in, or none is needed. */
  readonly secret: string | null;
}

/** Adds a shop, with a first signing secret where the channel's secrets are ours to make. Throws invalid. */
export async function createShop(ctx: Context<UserActor>, input: CreateShopInput): Promise<CreatedShop> {
  const shopId = `shop-${randomBytes(6).toString('hex')}`;
  const secret = channelNamed(input.channel)?.signing === 'generated' ? generateSecret() : null;
  await ctx.db.tx(async (tx) => {
    await assertShopFits(tx, input);
    const { name, platform, channel, groupId } = input;
    const shipFrom = shipFromCode(input.shipFrom ?? '');
    await tx.query(
      'insert into shops (id, name, platform, channel, group_id, ship_from) values ($1, $2, $3, $4, $5, $6)',
      [shopId, name, platform, channel, groupId, shipFrom],
    );
    await audit(tx, ctx.actor, 'shops.create', shopId, { platform, channel, groupId, shipFrom });
    if (secret !== null) {
      const secretId = await insertSecret(tx, ctx.keyring, { shopId, text: secret, by: ctx.actor.userId });
      await audit(tx, ctx.actor, 'shops.addSecret', shopId, { secretId });
    }
    await announceShop(tx, shopId);
  });
  ctx.wakeFeed();
  return { shopId, secret };
}

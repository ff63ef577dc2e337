import * as z from 'zod';
import { audit } from '../audit';
import { channelNamed } from '../channels/index';
import type { Context, UserActor } from '../context';
import { invalid } from '../errors';
import { announceShop } from './announce-shop';
import { changeCredentials } from './credentials';
import { lockShop, shopIdField } from './shop-fields';

export const setCredentialsInput = z.strictObject({
  shopId: shopIdField,
  /** By name; null takes one away, what is left out stays. */
  values: z.record(
    z.string().max(40),
    z
      .string()
      .trim()
      .min(1)
      .max(2_000)
      .regex(/^[\x21-\x7e]+$/)
      .nullable(),
  ),
});
export type SetCredentialsInput = z.infer<typeof setCredentialsInput>;

/** Enters what the shop's channel needs besides its secret, sealed. Throws notFound, invalid for what the channel does not ask for. */
export async function setCredentials(ctx: Context<UserActor>, { shopId, values }: SetCredentialsInput): Promise<void> {
  await ctx.db.tx(async (tx) => {
    const { channel } = await lockShop(tx, shopId);
    const asked = channelNamed(channel)?.credentials.filter(({ isManaged }) => isManaged !== true) ?? [];
    const unknown = Object.keys(values).find((name) => asked.every((field) => field.name !== name));
    if (unknown !== undefined) throw invalid('the channel does not ask for this', { field: 'values' });
    await changeCredentials(tx, ctx.keyring, shopId, values);
    await audit(tx, ctx.actor, 'shops.setCredentials', shopId, { names: Object.keys(values) });
    await announceShop(tx, shopId);
  });
  ctx.wakeFeed();
}

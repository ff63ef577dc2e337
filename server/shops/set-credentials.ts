import * as z from 'zod';
import type { Sql } from '@/db/client';
import { audit } from '../audit';
import { channelNamed } from '../channels/index';
import { isRate } from '../channels/settings';
import type { Context, UserActor } from '../context';
import { invalid } from '../errors';
import { retryMissing } from '../fetching/budget';
import { isCallable } from '../links/outbound';
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

const ADDRESS = /^https?:\/\//i;

/** Calls that had stopped until a person acts go on; after another consent with its tokens, and with its messages. */
async function beginAnew(tx: Sql, shopId: string, isOtherGrant: boolean): Promise<void> {
  await tx.query(`update channel_budgets set blocked_until = 'epoch', blocks = 0 where shop_id = $1`, [shopId]);
  if (!isOtherGrant) return;
  await tx.query(
    `with pulls as (update channel_pulls set subscribed_at = null, due_at = now() where shop_id = $1)
     update channel_tokens set sealed = null, renew_at = null, renewing_until = 'epoch' where shop_id = $1`,
    [shopId],
  );
}

/** Enters what the shop's channel needs besides its secret, sealed. Throws notFound, invalid for what the channel does not ask for. */
export async function setCredentials(ctx: Context<UserActor>, { shopId, values }: SetCredentialsInput): Promise<void> {
  await ctx.db.tx(async (tx) => {
    const { channel } = await lockShop(tx, shopId);
    const asked = channelNamed(channel)?.credentials.filter(({ isManaged }) => isManaged !== true) ?? [];
    const unknown = Object.keys(values).find((name) => asked.every((field) => field.name !== name));
    if (unknown !== undefined) throw invalid('the channel does not ask for this', { field: 'values' });
    const forbidden = Object.values(values).some(
      (value) => value !== null && ADDRESS.test(value) && !isCallable(value, ctx.isLoopbackAllowed),
    );
    if (forbidden) throw invalid('this address may not be called', { field: 'values', why: 'address' });
    const { callsPerSecond } = values;
    if (typeof callsPerSecond === 'string' && !isRate(callsPerSecond))
      throw invalid('this is no number of calls', { field: 'callsPerSecond', why: 'rate' });
    await changeCredentials(tx, ctx.keyring, shopId, values);
    await retryMissing(tx, shopId);
    await beginAnew(
      tx,
      shopId,
      asked.some(({ name, isGrant }) => isGrant && name in values),
    );
    await audit(tx, ctx.actor, 'shops.setCredentials', shopId, { names: Object.keys(values) });
    await announceShop(tx, shopId);
  });
  ctx.wakeFeed();
}

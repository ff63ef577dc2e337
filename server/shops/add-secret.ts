import * as z from 'zod';
import { audit } from '../audit';
import { channelNamed } from '../channels/index';
import type { Context, UserActor } from '../context';
import { conflict, invalid } from '../errors';
import { retryMissing } from '../fetching/budget';
import { announceShop } from './announce-shop';
import { fingerprintOf, insertSecret } from './credentials';
import { generateSecret } from './generate-secret';
import { lockShop, shopIdField } from './shop-fields';

export const addSecretInput = z.strictObject({
  shopId: shopIdField,
  /** The platform's own secret; left out where secrets are ours to make. */
  secret: z
    .string()
    .trim()
    .min(8)
    .max(400)
    .regex(/^[\x21-\x7e]+$/)
    .optional(),
});
export type AddSecretInput = z.infer<typeof addSecretInput>;

/** One that is used and one that replaces it. */
const MAX_LIVE = 2;

/**
 * Gives a shop a further signing secret, live beside the one before until that is retired; every node honours it within
 * a second. Returns a generated one, this once. Throws notFound, invalid when the channel wants it typed or made, and
 * conflict when two are live already or this one is.
 */
export async function addSecret(
  ctx: Context<UserActor>,
  { shopId, secret: typed }: AddSecretInput,
): Promise<{ readonly secretId: string; readonly secret: string | null }> {
  const added = await ctx.db.tx(async (tx) => {
    const { channel } = await lockShop(tx, shopId);
    const signing = channelNamed(channel)?.signing ?? null;
    if (signing === null) throw conflict('this channel needs no secret', { why: 'no-secret-needed' });
    if ((signing === 'typed') !== (typed !== undefined))
      throw invalid('a secret is typed or made', { field: 'secret' });
    const text = typed ?? generateSecret();
    const live = await tx.query<{ fingerprint: string }>(
      'select fingerprint from shop_secrets where shop_id = $1 and retired_at is null',
      [shopId],
    );
    if (live.length >= MAX_LIVE) throw conflict('two secrets are live already', { why: 'two-live' });
    if (live.some(({ fingerprint }) => fingerprint === fingerprintOf(text)))
      throw conflict('this secret is live already', { why: 'same-secret' });
    const secretId = await insertSecret(tx, ctx.keyring, { shopId, text, by: ctx.actor.userId });
    await retryMissing(tx, shopId);
    await audit(tx, ctx.actor, 'shops.addSecret', shopId, { secretId });
    await announceShop(tx, shopId);
    return { secretId, secret: typed === undefined ? text : null };
  });
  ctx.wakeFeed();
  return added;
}

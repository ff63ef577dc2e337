import * as z from 'zod';
import { audit } from '../audit';
import type { Context, UserActor } from '../context';
import { conflict, notFound } from '../errors';
import type { LinkKind, LinkValues } from '../links/link';
import { LINKS } from '../links/links';
import { announceLink } from './announce-link';
import { beginFollowing, linkFields, linkIdField, serveShops } from './link-fields';
import { checkedValues, openLinkValues, sealLinkSecrets, splitValues } from './values';

export const updateLinkInput = z.strictObject({
  linkId: linkIdField,
  /** As it was when the form was opened: a change made meanwhile is not overwritten. */
  version: z.number().int().positive(),
  ...linkFields,
});

interface Before {
  readonly kind: LinkKind;
  readonly version: number;
  readonly settings: LinkValues;
  readonly sealed: Buffer;
}

/**
 * Changes a link; other secrets take effect at the next call. Throws notFound, invalid with the field, and conflict when it
 * was changed meanwhile or a shop has another link of the kind.
 */
export async function updateLink(ctx: Context<UserActor>, input: z.infer<typeof updateLinkInput>): Promise<void> {
  const { linkId, name, shopIds, isActive, givesOlder } = input;
  await ctx.db.tx(async (tx) => {
    const [before] = await tx.query<Before>(
      'select kind, version::int as version, settings, secrets_sealed as sealed from links where id = $1 for update',
      [linkId],
    );
    if (!before) throw notFound('link');
    if (before.version !== input.version) throw conflict('this link was changed meanwhile', { why: 'changed' });
    const link = LINKS[before.kind];
    const known = openLinkValues(ctx.keyring, linkId, before.settings, before.sealed);
    const values = checkedValues(link, input.values, known, ctx);
    const { settings, secrets } = splitValues(link, values);
    await tx.query(
      `update links set name = $2, settings = $3, secrets_sealed = $4, is_active = $5, version = version + 1 where id = $1`,
      [linkId, name, JSON.stringify(settings), sealLinkSecrets(ctx.keyring, linkId, secrets), isActive],
    );
    await serveShops(tx, linkId, before.kind, shopIds);
    await beginFollowing(tx, linkId, givesOlder);
    // Which values are others now; never the values.
    const replaced = Object.keys(values).filter((field) => values[field] !== known[field]);
    await audit(tx, ctx.actor, 'linkAccounts.update', linkId, { name, shopIds, isActive, givesOlder, replaced });
    await announceLink(tx, linkId);
  });
  ctx.wakeFeed();
}

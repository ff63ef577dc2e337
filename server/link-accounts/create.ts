import { randomBytes } from 'node:crypto';
import * as z from 'zod';
import { audit } from '../audit';
import type { Context, UserActor } from '../context';
import { LINKS } from '../links/links';
import { announceLink } from './announce-link';
import { beginFollowing, linkFields, linkKindField, serveShops } from './link-fields';
import { checkedValues, sealLinkSecrets, splitValues } from './values';

export const createLinkInput = z.strictObject({ kind: linkKindField, ...linkFields });

/** Adds a link with its secrets sealed. Throws invalid with the field, and conflict when a shop has a link of the kind. */
export async function createLink(
  ctx: Context<UserActor>,
  input: z.infer<typeof createLinkInput>,
): Promise<{ readonly linkId: string }> {
  const { kind, name, shopIds, isActive, givesOlder } = input;
  const link = LINKS[kind];
  const linkId = `${kind}-${randomBytes(6).toString('hex')}`;
  const { settings, secrets } = splitValues(link, checkedValues(link, input.values, {}, ctx));
  await ctx.db.tx(async (tx) => {
    await tx.query(
      'insert into links (id, kind, name, settings, secrets_sealed, is_active) values ($1, $2, $3, $4, $5, $6)',
      [linkId, kind, name, JSON.stringify(settings), sealLinkSecrets(ctx.keyring, linkId, secrets), isActive],
    );
    await serveShops(tx, linkId, kind, shopIds);
    await beginFollowing(tx, linkId, givesOlder);
    await audit(tx, ctx.actor, 'linkAccounts.create', linkId, { kind, name, shopIds, isActive, givesOlder });
    await announceLink(tx, linkId);
  });
  ctx.wakeFeed();
  return { linkId };
}

import * as z from 'zod';
import { audit } from '../audit';
import type { Context, UserActor } from '../context';
import { notFound } from '../errors';
import { announceLink } from './announce-link';
import { linkIdField } from './link-fields';

export const readAgainInput = z.strictObject({ linkId: linkIdField });

/** Lets everything that a link's messages could not be read for be read again, as far as the bodies are kept. Throws notFound. */
export async function readLinkAgain(
  ctx: Context<UserActor>,
  { linkId }: z.infer<typeof readAgainInput>,
): Promise<{ readonly messages: number }> {
  const messages = await ctx.db.tx(async (tx) => {
    const links = await tx.query('select 1 from links where id = $1 for update', [linkId]);
    if (links.length === 0) throw notFound('link');
    // Another body under a known id is never read.
    const again = await tx.query(
      `update link_messages set state = 0, reason = null
       where link_id = $1 and state = 2 and sealed_body is not null and key !~ '#[0-9a-f]{16}$' returning 1`,
      [linkId],
    );
    await audit(tx, ctx.actor, 'linkAccounts.readAgain', linkId, { messages: again.length });
    await announceLink(tx, linkId);
    return again.length;
  });
  ctx.wakeFeed();
  return { messages };
}

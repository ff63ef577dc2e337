import * as z from 'zod';
import { audit } from '../audit';
import type { Context, UserActor } from '../context';
import { conflict, notFound } from '../errors';
import { UNDER_WAY } from '../warehouse/give-orders';
import { announceLink } from './announce-link';
import { linkIdField } from './link-fields';

export const removeLinkInput = z.strictObject({
  linkId: linkIdField,
  /** Said by a person who knows that nothing more will be heard of the orders and parcels that it follows. */
  isConfirmed: z.boolean(),
});

/** Removes a link and its secrets; what it told stays. One that follows open orders goes only when that is confirmed. Throws notFound, conflict. */
export async function removeLink(
  ctx: Context<UserActor>,
  { linkId, isConfirmed }: z.infer<typeof removeLinkInput>,
): Promise<void> {
  await ctx.db.tx(async (tx) => {
    const [link] = await tx.query<{ name: string; isInUse: boolean }>(
      `select name, exists (select 1 from warehouse_orders w join orders o on o.id = w.order_id
           where w.link_id = l.id and w.state in ${UNDER_WAY} and o.stage is not null)
         or exists (select 1 from parcels p where p.link_id = l.id and p.watch in ('waiting', 'watched')) as "isInUse"
       from links l where id = $1 for update`,
      [linkId],
    );
    if (!link) throw notFound('link');
    if (link.isInUse && !isConfirmed) throw conflict('it follows open orders', { why: 'in-use' });
    await tx.query('delete from links where id = $1', [linkId]);
    await audit(tx, ctx.actor, 'linkAccounts.remove', linkId, { name: link.name, wasInUse: link.isInUse });
    await announceLink(tx, linkId);
  });
  ctx.wakeFeed();
}

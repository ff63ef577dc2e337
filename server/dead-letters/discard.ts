import * as z from 'zod';
import { auditEach } from '../audit';
import { groupScope } from '../can';
import type { Context, UserActor } from '../context';
import { conflict } from '../errors';
import { announceLetters, announceLinks } from './announce';
import { letterRef } from './filter';
import { fetchOf, numbersOf } from './letter';

export const discardInput = z.strictObject({
  refs: z.array(letterRef).min(1).max(500),
  reason: z.string().trim().min(2).max(200),
});

/**
 * Takes messages and given-up orders off the list for good, for a reason; keys and bodies stay until their time is over, and an
 * order comes back with the next thing told of it. Conflicts of shops are decided, not discarded. Throws conflict where none is there.
 */
export async function discardLetters(
  ctx: Context<UserActor>,
  { refs, reason }: z.infer<typeof discardInput>,
): Promise<{ discarded: number }> {
  const groups = groupScope(ctx.actor, 'deadLetters.discard');
  const fetches = refs.filter((ref) => ref.startsWith('f')).map(fetchOf);
  const discarded = await ctx.db.tx(async (tx) => {
    const gone = await tx.query<{ ref: string; linkId: string | null }>(
      `with reach as (select id from shops where $4::text[] is null or group_id = any ($4)),
       messages as (update inbox_keys set state = 8, retry_at = null where id = any ($1::bigint[]) and state in (2, 5, 7)
         and shop_id in (select id from reach) returning 'm' || id as ref),
       orders as (update order_fetches f set dead_at = null from unnest($2::text[], $3::text[]) r (shop_id, order_no)
         where f.shop_id = r.shop_id and f.order_no = r.order_no and f.dead_at is not null
           and f.shop_id in (select id from reach) returning 'f' || f.shop_id || '/' || f.order_no as ref),
       of_links as (update link_messages x set state = 4, aside_at = null where id = any ($5::bigint[]) and state = 2
         and link_id in (select id from links) and ($4::text[] is null or link_id in (
           select j.link_id from link_shops j where j.shop_id in (select id from reach)))
         returning 'l' || id as ref, link_id)
       select ref, null as "linkId" from messages union all select ref, null from orders
       union all select ref, link_id from of_links`,
      [
        numbersOf(refs, 'm'),
        ...[fetches.map(({ shopId }) => shopId), fetches.map(({ orderNo }) => orderNo), groups, numbersOf(refs, 'l')],
      ],
    );
    if (gone.length === 0) throw conflict('none of them is there any more', { why: 'gone' });
    await auditEach(
      tx,
      ctx.actor,
      'deadLetters.discard',
      gone.map(({ ref }) => ({ ref, detail: { reason } })),
    );
    await announceLinks(
      tx,
      gone.flatMap(({ linkId }) => linkId ?? []),
    );
    await announceLetters(tx);
    return gone.length;
  });
  ctx.wakeFeed();
  return { discarded };
}

import * as z from 'zod';
import { audit } from '../audit';
import { takenKeyOf } from '../channels/taken-key';
import type { Context, UserActor } from '../context';
import { conflict } from '../errors';
import { announceLetters } from './announce';
import { assertCanLetter, loadLetter } from './letter';

export const settleInput = z.strictObject({
  ref: z.string().regex(/^c\d{1,18}$/),
  decision: z.enum(['take', 'keep']),
});

/**
 * Decides about a message that came again with another body: keep what we have, or take the newer body through the pipeline as a
 * message of its own, which wins over the first where both are of the same time. Throws notFound where it is decided already, and
 * conflict where the body to take is gone.
 */
export async function settleConflict(
  ctx: Context<UserActor>,
  { ref, decision }: z.infer<typeof settleInput>,
): Promise<void> {
  const id = ref.slice(1);
  await ctx.db.tx(async (tx) => {
    await tx.query('select 1 from inbox_conflicts where id = $1::bigint for update', [id]);
    const letter = await loadLetter(tx, ref);
    assertCanLetter(ctx.actor, 'deadLetters.settle', letter);
    if (decision === 'take' && letter.sealed === null) throw conflict('its body is gone', { reason: 'removed' });
    if (decision === 'take')
      await tx.query(
        `with c as (select shop_id, body_sha, sealed_body from inbox_conflicts where id = $1::bigint),
         k as (insert into inbox_keys (shop_id, key, body_sha) select shop_id, $2, body_sha from c returning id, shop_id, key)
         insert into inbox_messages (id, shop_id, key, sealed_body) select k.id, k.shop_id, k.key, c.sealed_body from k, c`,
        [id, takenKeyOf(letter.name, id)],
      );
    await tx.query('update inbox_conflicts set settled_at = now(), settlement = $2 where id = $1::bigint', [
      id,
      decision === 'take' ? 'taken' : 'kept',
    ]);
    await audit(tx, ctx.actor, 'deadLetters.settle', letter.ownerId, { key: letter.name, decision });
    await announceLetters(tx);
  });
  ctx.wakeFeed();
}

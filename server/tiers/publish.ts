import * as z from 'zod';
import type { Sql } from '@/db/client';
import { diffTiers } from '@/domain/tiers/diff-tiers';
import type { TierSet } from '@/domain/tiers/tier';
import type { Context, UserActor } from '@/server/context';
import { conflict, invalid } from '@/server/errors';
import { activeTiers } from './active-tiers';
import { assertTiers } from './assert-tiers';
import { effectsOf, type TierEffects } from './preview';
import { putTiersInForce } from './put-in-force';
import { tiersField } from './tier-input';

const figure = z.number().int().min(0);
export const publishTiersInput = z.strictObject({
  tiers: tiersField,
  /** The version the draft was made from. */
  expectedVersion: z.number().int().min(0),
  /** What the preview said and the manager agreed to. */
  agreed: z.strictObject({ changed: figure, overdue: figure, later: figure }),
  note: z.string().trim().max(200),
});
export type PublishTiersInput = z.infer<typeof publishTiersInput>;

/** Cards come and go while somebody reads a preview: this much more than was agreed to is still what was agreed to. */
const LEEWAY_PERCENT = 10;
const LEEWAY_CARDS = 10;

/** Refuses when many more cards would be overdue at once than the manager has seen. */
function assertAgreed(agreed: PublishTiersInput['agreed'], effects: TierEffects): void {
  const most = agreed.overdue + Math.max(LEEWAY_CARDS, Math.ceil((agreed.overdue * LEEWAY_PERCENT) / 100));
  if (effects.overdue > most)
    throw conflict('more cards would be overdue than was agreed to', { reason: 'counts', overdue: effects.overdue });
}

/** Locks the version in force, which must be the one the draft was made from. */
async function lockActive(tx: Sql, expectedVersion: number): Promise<TierSet> {
  await tx.query('select 1 from tier_sets where is_active for update');
  const active = await activeTiers(tx);
  if (active.version === expectedVersion) return active;
  const [other] = await tx.query<{ by: string | null }>(
    `select u.name as by from tier_sets s left join users u on u.id = s.published_by where s.version = $1`,
    [active.version],
  );
  throw conflict('others have been published meanwhile', {
    reason: 'version',
    version: active.version,
    by: other?.by ?? '',
  });
}

/**
 * Puts new tiers in force as the next version: cards opened from now on are judged by it, and a job brings the open ones
 * over. Going back is publishing the former tiers again. Throws invalid with the field of the first problem or when
 * nothing was changed, and conflict when another version was published meanwhile or much more would be overdue than agreed.
 */
export async function publishTiers(
  ctx: Context<UserActor>,
  input: PublishTiersInput,
): Promise<{ readonly version: number }> {
  await assertTiers(ctx.db, input.tiers);
  assertAgreed(input.agreed, await effectsOf(ctx.db, input.tiers, await ctx.db.now()));
  const version = await ctx.db.tx(async (tx) => {
    const active = await lockActive(tx, input.expectedVersion);
    const changes = diffTiers(active.tiers, input.tiers);
    if (changes.length === 0) throw invalid('nothing was changed', { problem: 'unchanged' });
    const next = active.version + 1;
    await putTiersInForce(tx, ctx.actor, next, { ...input, changes });
    return next;
  });
  ctx.wakeFeed();
  return { version };
}

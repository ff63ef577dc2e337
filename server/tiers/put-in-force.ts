import type { Sql } from '@/db/client';
import { roomOf } from '@/domain/live/rooms';
import type { TierChange } from '@/domain/tiers/diff-tiers';
import type { Tier } from '@/domain/tiers/tier';
import { audit } from '../audit';
import { type Actor, actorId } from '../context';
import { publish } from '../live/publish';
import { registerTiers } from './register-tiers';

/** Tiers that somebody agreed to, with what they were told. */
export interface AgreedTiers {
  readonly tiers: readonly Tier[];
  readonly changes: readonly TierChange[];
  readonly agreed: { readonly changed: number; readonly overdue: number; readonly later: number };
  readonly note: string;
}

/**
 * Makes these tiers the given version and the one in force, in the caller's transaction, which holds the lock of the version
 * before. A job brings the open cards over. The tiers must be valid.
 */
export async function putTiersInForce(tx: Sql, actor: Actor, version: number, input: AgreedTiers): Promise<void> {
  const { tiers, changes, agreed, note } = input;
  await registerTiers(tx, tiers);
  await tx.query('update tier_sets set is_active = false where is_active');
  await tx.query(
    `insert into tier_sets (version, tiers, is_active, published_by, note, agreed, restores, cards_total)
     values ($1, $2::jsonb, true, $3, $4, $5,
       (select max(version) from tier_sets where tiers = $2::jsonb),
       (select count(*) from tasks where state = 'open'))`,
    [version, JSON.stringify(tiers), actorId(actor), note, JSON.stringify(agreed)],
  );
  await audit(tx, actor, 'tiers.publish', String(version), {
    note,
    agreed,
    changes: changes.map(({ tierId, kind, fields }) => ({ tierId, kind, fields })),
  });
  await publish(tx, [
    { topic: 'tiers.published', rooms: [roomOf.everyone()], id: 'tiers', version, patch: { version } },
  ]);
}

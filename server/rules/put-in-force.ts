import type { Sql } from '@/db/client';
import { roomOf } from '@/domain/live/rooms';
import type { Rule } from '@/domain/triage/rule';
import { audit } from '../audit';
import { type Actor, actorId } from '../context';
import { publish } from '../live/publish';

/** Makes these rules the next version and the one in force, in the caller's transaction. They must be valid. */
export async function putRulesInForce(tx: Sql, actor: Actor, rules: readonly Rule[], note: string): Promise<number> {
  await tx.query('lock table rule_sets in share row exclusive mode');
  await tx.query('update rule_sets set is_active = false where is_active');
  const [row] = await tx.query<{ version: number }>(
    `insert into rule_sets (version, rules, is_active, published_by)
     select coalesce(max(version), 0) + 1, $1, true, $2 from rule_sets returning version`,
    [JSON.stringify(rules), actorId(actor)],
  );
  if (!row) throw new Error('the rules were not stored');
  const { version } = row;
  await audit(tx, actor, 'rules.publish', String(version), { note, rules: rules.length });
  await publish(tx, [
    { topic: 'rules.published', rooms: [roomOf.everyone()], id: 'rules', version, patch: { version } },
  ]);
  return version;
}

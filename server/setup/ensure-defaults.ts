import type { Database } from '@/db/client';
import { DEFAULT_TIER_SET } from '@/domain/tiers/default-tiers';
import { DEFAULT_RULE_SET } from '@/domain/triage/default-rules';
import { registerTiers } from '@/server/tiers/register-tiers';

/** A database without rules or tiers gets the defaults, so that the first order is judged. Safe to call at every start. */
export async function ensureDefaults(db: Database): Promise<void> {
  await db.tx(async (tx) => {
    await tx.query("select pg_advisory_xact_lock(hashtext('tidewatch.defaults'))");
    await tx.query(
      `insert into rule_sets (version, rules, is_active, published_by)
       select $1, $2, true, 'system' where not exists (select 1 from rule_sets)`,
      [DEFAULT_RULE_SET.version, JSON.stringify(DEFAULT_RULE_SET.rules)],
    );
    if ((await tx.query('select 1 from tier_sets')).length > 0) return;
    await registerTiers(tx, DEFAULT_TIER_SET.tiers);
    await tx.query(
      `insert into tier_sets (version, tiers, is_active, published_by, finished_at) values ($1, $2, true, 'system', now())`,
      [DEFAULT_TIER_SET.version, JSON.stringify(DEFAULT_TIER_SET.tiers)],
    );
  });
}

import type { Database } from '@/db/client';
import { DEFAULT_TIERS } from '@/domain/tiers/default-tiers';
import { DEFAULT_RULE_SET } from '@/domain/triage/default-rules';

/** A database without rules or tiers gets the defaults, so that the first order is judged. Safe to call at every start. */
export async function ensureDefaults(db: Database): Promise<void> {
  await db.tx(async (tx) => {
    await tx.query("select pg_advisory_xact_lock(hashtext('tidewatch.defaults'))");
    await tx.query(
      `insert into rule_sets (version, rules, is_active, published_by)
       select $1, $2, true, 'system' where not exists (select 1 from rule_sets)`,
      [DEFAULT_RULE_SET.version, JSON.stringify(DEFAULT_RULE_SET.rules)],
    );
    await tx.query(
      `insert into tiers (id, position, name, condition, respond_ms, warn_ms, skill, owner_group_id)
       select r.id, r.position, r.name, r.condition, r."respondMs", r."warnMs", r.skill, r."ownerGroupId"
       from jsonb_to_recordset($1::jsonb) r (id text, position int, name jsonb, condition jsonb, "respondMs" int,
         "warnMs" int, skill text, "ownerGroupId" text)
       where not exists (select 1 from tiers)`,
      [JSON.stringify(DEFAULT_TIERS)],
    );
  });
}

import type { Sql } from '@/db/client';
import type { Tier } from '@/domain/tiers/tier';

/** All tiers in ascending position. */
export const loadTiers = (sql: Sql): Promise<Tier[]> =>
  sql.query<Tier>(
    `select id, position, name, condition, respond_ms as "respondMs", warn_ms as "warnMs", skill,
       owner_group_id as "ownerGroupId" from tiers order by position`,
  );

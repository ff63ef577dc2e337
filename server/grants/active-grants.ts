import type { Sql } from '@/db/client';
import type { Instant } from '@/domain/clocks/instant';
import type { HeldGrant } from '../context';
import { isRight } from '../grant-table';

/** SQL over grants g: begun, not revoked and not over, by the clock of the database. */
export const IS_ACTIVE = 'g.revoked_at is null and g.starts_at <= now() and g.expires_at > now()';

interface GrantRow {
  readonly grantId: string;
  readonly userId: string;
  readonly right: string;
  readonly groupId: string;
  readonly expiresAt: Instant;
}

/** The grants of these people that are active now, by person. A right that this release does not know gives nothing. */
export async function activeGrants(db: Sql, userIds: readonly string[]): Promise<Map<string, HeldGrant[]>> {
  const held = new Map<string, HeldGrant[]>(userIds.map((userId) => [userId, []]));
  if (held.size === 0) return held;
  const rows = await db.query<GrantRow>(
    `select g.id as "grantId", g.user_id as "userId", g.right_id as "right", g.group_id as "groupId",
       g.expires_at as "expiresAt"
     from grants g where g.user_id = any ($1) and ${IS_ACTIVE} order by g.id`,
    [[...held.keys()]],
  );
  for (const { userId, right, ...grant } of rows) if (isRight(right)) held.get(userId)?.push({ ...grant, right });
  return held;
}

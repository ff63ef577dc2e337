import type { Instant } from '@/domain/clocks/instant';
import { groupScope } from '../can';
import type { Context, Role, UserActor } from '../context';
import { inGroups } from '../groups/in-groups';

/** pending: begins later. expired: its time is over. revoked: taken back before. */
export type GrantState = 'pending' | 'active' | 'expired' | 'revoked';

export interface Grant {
  readonly grantId: string;
  readonly userId: string;
  readonly userName: string;
  readonly userRole: Role;
  readonly right: string;
  readonly groupId: string;
  readonly groupName: string;
  readonly reason: string;
  readonly givenByName: string;
  readonly createdAt: Instant;
  readonly startsAt: Instant;
  readonly expiresAt: Instant;
  readonly state: GrantState;
  readonly endedAt: Instant | null;
  /** Who took it back; null when nobody did. */
  readonly endedByName: string | null;
}

const KEPT_DAYS = 30;
const MOST = 500;

const STATE = `case when g.expires_at <= now() and coalesce(g.revoked_by, 'system') = 'system' then 'expired'
  when g.revoked_at is not null then 'revoked' when g.starts_at > now() then 'pending' else 'active' end`;

/** Grants that hold or will, the one that ends first on top, then those that ended in the last 30 days. */
export const listGrants = (ctx: Context<UserActor>): Promise<readonly Grant[]> => {
  const groups = groupScope(ctx.actor, 'grants.list');
  return ctx.db.query<Grant>(
    `select g.id as "grantId", g.user_id as "userId", u.name as "userName", u.role as "userRole", g.right_id as "right",
       g.group_id as "groupId", p.name as "groupName", g.reason, b.name as "givenByName", g.created_at as "createdAt",
       g.starts_at as "startsAt", g.expires_at as "expiresAt", ${STATE} as state,
       least(g.revoked_at, case when g.expires_at <= now() then g.expires_at end) as "endedAt", e.name as "endedByName"
     from grants g join users u on u.id = g.user_id join groups p on p.id = g.group_id join users b on b.id = g.granted_by
       left join users e on e.id = g.revoked_by
     where ${inGroups('g.group_id', '$1', groups)} and g.expires_at > now() - $2 * interval '1 day'
     order by (g.revoked_at is not null or g.expires_at <= now()),
       case when g.revoked_at is null and g.expires_at > now() then g.expires_at end,
       coalesce(g.revoked_at, g.expires_at) desc, g.id desc limit $3`,
    [groups, KEPT_DAYS, MOST],
  );
};

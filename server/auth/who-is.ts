import type { Sql } from '@/db/client';
import { ROLES, type Role, type UserActor } from '../context';
import { activeGrants } from '../grants/active-grants';
import type { Auth } from './auth';
import { isSessionAlive } from './session-life';

const isRole = (value: unknown): value is Role => ROLES.some((role) => role === value);

/**
 * Who sends these headers, by the session in the database; null when nobody is signed in, the person is banned, or the
 * sign-in is over (by age or idleness) or waits for a second factor to be set up. With the grants they hold at this moment;
 * all by the clock of the database.
 * The one door for API calls, sockets and pages.
 */
export async function whoIs(auth: Auth, db: Sql, headers: Headers): Promise<UserActor | null> {
  if (!headers.has('cookie')) return null;
  const found = await auth.api.getSession({ headers });
  if (!found || found.user.banned || !isRole(found.user.role)) return null;
  if (!(await isSessionAlive(db, found.session.id))) return null;
  const grants = await activeGrants(db, [found.user.id]);
  return {
    kind: 'user',
    userId: found.user.id,
    sessionId: found.session.id,
    username: found.user.username ?? '',
    name: found.user.name,
    role: found.user.role,
    groupId: found.user.groupId ?? null,
    grants: grants.get(found.user.id) ?? [],
  };
}

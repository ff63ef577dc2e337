import type { Sql } from '@/db/client';
import { ROLES, type Role, type UserActor } from '../context';
import { activeGrants } from '../grants/active-grants';
import type { Auth } from './auth';
import { SESSION_LIMIT_MS } from './tables';

const isTooOld = (startedAt: Date) => Date.now() - startedAt.getTime() > SESSION_LIMIT_MS;
const isRole = (value: unknown): value is Role => ROLES.some((role) => role === value);

/**
 * Who sends these headers, by the session in the database; null when nobody is signed in, the sign-in is over or the
 * person is banned. With the grants they hold at this moment, by the clock of the database.
 * The one door for API calls, sockets and pages.
 */
export async function whoIs(auth: Auth, db: Sql, headers: Headers): Promise<UserActor | null> {
  if (!headers.has('cookie')) return null;
  const found = await auth.api.getSession({ headers });
  if (!found || found.user.banned || isTooOld(found.session.createdAt) || !isRole(found.user.role)) return null;
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

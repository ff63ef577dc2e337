import { createHash } from 'node:crypto';
import type { Sql } from '@/db/client';
import type { Role } from '../context';

/** required: managers and admins set a second factor up before anything else; optional: only those who want one have it. */
export const SECOND_FACTOR_POLICIES = ['required', 'optional'] as const;
export type SecondFactorPolicy = (typeof SECOND_FACTOR_POLICIES)[number];

/** Who changes rules, people and secrets needs more than a password. */
const ROLES_WITH_SECOND_FACTOR: readonly Role[] = ['manager', 'admin'];
/** A code is valid for at most three steps of 30 s; by then it cannot come back. */
const REMEMBERED_FOR = "interval '5 minutes'";

/** Whether this person has to set up a second factor before the sign-in is good for anything else. */
export async function isEnrolmentDue(sql: Sql, policy: SecondFactorPolicy, userId: string): Promise<boolean> {
  if (policy === 'optional') return false;
  const due = await sql.query('select 1 from users where id = $1 and not two_factor_enabled and role = any($2)', [
    userId,
    ROLES_WITH_SECOND_FACTOR,
  ]);
  return due.length > 0;
}

/**
 * Uses a one-time code up, whether it will turn out right or not: better-auth takes a code again for as long as it is
 * valid. False when it was used before; of several at the same moment one gets true.
 */
export async function spendCode(sql: Sql, userId: string, code: string): Promise<boolean> {
  const spent = await sql.query(
    `with old as (delete from used_codes where user_id = $1 and used_at < now() - ${REMEMBERED_FOR})
     insert into used_codes as c (user_id, code_hash) values ($1, $2)
     on conflict (user_id, code_hash) do update set used_at = now() where c.used_at < now() - ${REMEMBERED_FOR}
     returning 1`,
    [userId, createHash('sha256').update(`${userId}:${code}`).digest('hex')],
  );
  return spent.length > 0;
}

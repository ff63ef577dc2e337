import { createHash } from 'node:crypto';
import type { Sql } from '@/db/client';
import { type Instant, MINUTE_MS, SECOND_MS } from '@/domain/clocks/instant';

const FREE_ATTEMPTS = 5;
const FORGET_AFTER_MS = 15 * MINUTE_MS;
const FIRST_WAIT_MS = 5 * SECOND_MS;
const LONGEST_WAIT_MS = 5 * MINUTE_MS;

/** What a name is kept as: people type passwords into that field, and names have no longest length. */
const keyOf = (account: string) => createHash('sha256').update(account).digest('hex');
/** The same key, of the account of users u. */
export const ACCOUNT_KEY = `encode(sha256(convert_to(u.username, 'UTF8')), 'hex')`;

const ms = (value: number) => `${value} * interval '1 ms'`;
const IS_FORGOTTEN = `a.last_at < now() - ${ms(FORGET_AFTER_MS)}`;
const WAIT = `case when a.attempts < ${FREE_ATTEMPTS} then interval '0'
  else least(${FIRST_WAIT_MS} * 2 ^ least(a.attempts - ${FREE_ATTEMPTS}, 20), ${LONGEST_WAIT_MS}) * interval '1 ms' end`;

/** SQL over sign_in_attempts a: until when the account has to wait; null when it may be tried. */
export const WAITS_UNTIL = `case when a.attempts >= ${FREE_ATTEMPTS} and a.last_at + ${WAIT} > now() then a.last_at + ${WAIT} end`;

/**
 * Counts an attempt to sign in before its password is looked at, so that many at once are counted too. Returns how long the
 * account has to wait instead, ms; 0: go on. Five attempts are free; from then on each doubles the wait, from 5 s to 5 min;
 * 15 quiet minutes or a success forget all. Names that do not exist count too, so the answer tells nobody which ones do.
 */
export async function beginAttempt(sql: Sql, account: string): Promise<number> {
  const counted = await sql.query(
    `with old as (select account from sign_in_attempts a where ${IS_FORGOTTEN} and account <> $1 limit 100
       for update skip locked),
     gone as (delete from sign_in_attempts d using old where d.account = old.account)
     insert into sign_in_attempts as a (account, attempts, last_at) values ($1, 1, now())
     on conflict (account) do update set attempts = case when ${IS_FORGOTTEN} then 1 else a.attempts + 1 end, last_at = now()
     where ${IS_FORGOTTEN} or a.last_at + ${WAIT} <= now() returning 1`,
    [keyOf(account)],
  );
  if (counted.length > 0) return 0;
  const [waiting] = await sql.query<{ waitMs: number }>(
    `select (extract(epoch from a.last_at + ${WAIT} - now()) * 1000)::float8 as "waitMs" from sign_in_attempts a
     where account = $1`,
    [keyOf(account)],
  );
  return Math.max(1, Math.ceil(waiting?.waitMs ?? 1));
}

/** The password was right: the account starts anew. */
export async function forgetAttempts(sql: Sql, account: string): Promise<void> {
  await sql.query('delete from sign_in_attempts where account = $1', [keyOf(account)]);
}

/** Puts on record that an account has to wait from now on, whether somebody has that name or not. */
export async function recordLockout(sql: Sql, account: string): Promise<void> {
  await sql.query(
    `insert into audit (actor, action, ref, detail)
     select 'system', 'sign-in.locked', coalesce((select id from users where username = $2), 'unknown'),
       jsonb_build_object('attempts', a.attempts, 'until', (extract(epoch from ${WAITS_UNTIL}) * 1000)::bigint)
     from sign_in_attempts a where account = $1 and ${WAITS_UNTIL} is not null`,
    [keyOf(account), account],
  );
}

/** Until when somebody cannot sign in; null when they can. */
export async function lockedUntil(sql: Sql, account: string): Promise<Instant | null> {
  const [row] = await sql.query<{ until: Instant | null }>(
    `select ${WAITS_UNTIL} as until from sign_in_attempts a where account = $1`,
    [keyOf(account)],
  );
  return row?.until ?? null;
}

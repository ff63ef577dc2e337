import type { Sql } from '@/db/client';
import { SECOND_MS } from '@/domain/clocks/instant';
import { audit } from '../audit';
import { announceEnded } from '../people/end-sessions';
import { IDLE_LIMIT_MS, SESSION_LIMIT_MS } from './tables';

/** Not worth a write more often than this. */
const NOTED_EVERY_MS = 20 * SECOND_MS;
/** At most this many sign-ins end in one transaction. */
const SWEEP = 500;

const ms = (value: number) => `${value} * interval '1 ms'`;
const IS_FRESH = `s.expires_at > now() and s.created_at > now() - ${ms(SESSION_LIMIT_MS)}
  and s.seen_at > now() - ${ms(IDLE_LIMIT_MS)}`;

/** SQL over sessions s: the sign-in is good for more than setting up a second factor, neither too old nor idle. */
export const IS_ALIVE = `(not s.is_enrolling and ${IS_FRESH})`;

/** Whether a stored sign-in still lets its person in, by the clock of the database. */
export async function isSessionAlive(sql: Sql, sessionId: string): Promise<boolean> {
  return (await sql.query(`select 1 from sessions s where id = $1 and ${IS_ALIVE}`, [sessionId])).length > 0;
}

/** Somebody works, or looks at a page, with these sign-ins: they are not idle. Wakes none that is over already. */
export async function noteActivity(sql: Sql, sessionIds: readonly string[]): Promise<void> {
  if (sessionIds.length === 0) return;
  await sql.query(
    `update sessions s set seen_at = now() from
       (select id from sessions s where id = any($1) and ${IS_ALIVE} and seen_at < now() - ${ms(NOTED_EVERY_MS)}
        order by id for update skip locked) mine
     where s.id = mine.id`,
    [sessionIds],
  );
}

/** Removes sign-ins that are over by age or idleness, and puts that on record; returns how many. */
export async function sweepSessions(tx: Sql): Promise<number> {
  const ended = await tx.query<{ id: string; userId: string }>(
    `delete from sessions where id in (select id from sessions s where not (${IS_FRESH}) limit ${SWEEP} for update skip locked)
     returning id, user_id as "userId"`,
  );
  for (const { id, userId } of ended) {
    await announceEnded(tx, userId, [id]);
    await audit(tx, { kind: 'system', job: 'sweep-sessions' }, 'session.ended', userId, {
      sessionId: id,
      reason: 'over',
    });
  }
  return ended.length;
}

import type { Sql } from '@/db/client';
import type { Instant } from '@/domain/clocks/instant';
import { IS_ALIVE } from '../auth/session-life';

/** The database's clock, and which of these sign-ins are over; one query, whatever their number. */
export async function checkSessions(
  db: Sql,
  sessionIds: readonly string[],
): Promise<{ readonly now: Instant; readonly ended: readonly string[] }> {
  const [row] = await db.query<{ now: Instant; ended: string[] }>(
    `select clock_timestamp() as now, array(
       select own.id from unnest($1::text[]) own (id) where not exists (
         select 1 from sessions s join users u on u.id = s.user_id
         where s.id = own.id and not u.banned and ${IS_ALIVE})) as ended`,
    [sessionIds],
  );
  if (!row) throw new Error('the database did not answer the check of sign-ins');
  return row;
}

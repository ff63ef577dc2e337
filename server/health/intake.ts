import type { Sql } from '@/db/client';
import type { Instant } from '@/domain/clocks/instant';

const COUNT_UP_TO = 10_000;

/** What is stored and not yet judged (counted up to 10,000), and when the oldest of it came; held shops are left out. */
export async function readIntake(sql: Sql): Promise<{ waiting: number; waitingSince: Instant | null }> {
  const [row] = await sql.query<{ waiting: number; waitingSince: Instant | null }>(
    `select p.n as waiting, (select received_at from inbox_messages where id = p.first_id limit 1) as "waitingSince"
     from (select count(*)::int as n, min(id) as first_id from (
       select id from inbox_keys where state = 0 order by id limit ${COUNT_UP_TO}) x) p`,
  );
  return row ?? { waiting: 0, waitingSince: null };
}

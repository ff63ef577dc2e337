import type { Database } from '@/db/client';
import { announceTasks } from './announce';

/** One sweep takes at most this many cards, so that a mass breach stays within short transactions. */
const CHUNK = 500;

/** Marks open cards whose time has come as overdue and announces them. Returns how many; call again while it is CHUNK. */
export function sweepDeadlines(db: Database): Promise<number> {
  return db.tx(async (tx) => {
    const rows = await tx.query<{ id: string }>(
      `update tasks set is_overdue = true, overdue_at = due_at, version = version + 1
       where id in (select id from tasks where state = 'open' and not is_overdue and due_at <= now()
         order by due_at, id limit ${CHUNK} for update skip locked)
       returning id`,
    );
    await announceTasks(
      tx,
      rows.map((row) => row.id),
    );
    return rows.length;
  });
}

import type { Database } from '@/db/client';
import { type Occurrence, postNotices } from '../notice-channels/post-notices';
import { announceTasks } from './announce';

/** One sweep takes at most this many cards, so that a mass breach stays within short transactions. */
const CHUNK = 500;

/** Marks open cards whose time has come as overdue and announces them, to notice channels too. Returns how many; call again while it is CHUNK. */
export function sweepDeadlines(db: Database): Promise<number> {
  return db.tx(async (tx) => {
    const rows = await tx.query<{ id: string } & Omit<Occurrence, 'event'>>(
      `update tasks t set is_overdue = true, overdue_at = due_at, version = version + 1
       where id in (select id from tasks where state = 'open' and not is_overdue and due_at <= now()
         order by due_at, id limit ${CHUNK} for update skip locked)
       returning t.id, t.group_id as "groupId", (select o.order_no from orders o where o.id = t.order_id) as "orderNo"`,
    );
    await announceTasks(
      tx,
      rows.map((row) => row.id),
    );
    await postNotices(
      tx,
      rows.map(({ groupId, orderNo }) => ({ event: 'overdue', groupId, orderNo })),
    );
    return rows.length;
  });
}

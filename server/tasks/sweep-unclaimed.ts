import type { Database } from '@/db/client';
import { type Occurrence, postNotices } from '../notice-channels/post-notices';

/** One sweep takes at most this many cards, so that a surge stays within short transactions. */
const CHUNK = 500;
/** How long a card may lie with nobody before notice channels are told, once. */
const UNCLAIMED_AFTER = "interval '3 minutes'";

/** Tells notice channels of open cards that nobody has claimed for a while. Returns how many; call again while it is CHUNK. */
export function sweepUnclaimed(db: Database): Promise<number> {
  return db.tx(async (tx) => {
    const rows = await tx.query<Omit<Occurrence, 'event'>>(
      `update tasks t set unclaimed_told_at = now()
       where id in (select id from tasks where state = 'open' and seat_id is null and unclaimed_told_at is null
         and opened_at <= now() - ${UNCLAIMED_AFTER} order by opened_at, id limit ${CHUNK} for update skip locked)
       returning t.group_id as "groupId", (select o.order_no from orders o where o.id = t.order_id) as "orderNo"`,
    );
    await postNotices(
      tx,
      rows.map((row) => ({ event: 'unclaimed', ...row })),
    );
    return rows.length;
  });
}

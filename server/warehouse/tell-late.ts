import type { Database } from '@/db/client';
import { postNotices } from '../notice-channels/post-notices';
import { tellPeople } from '../notices/tell-people';

const CHUNK = 100;

/** Who looks after a group's urgent orders: its supervisors and managers, and the managers of all groups. */
const RECIPIENTS = `select id from users where not banned and (role = 'manager' and (group_id is null or group_id = $1)
  or role = 'supervisor' and group_id = $1) order by id`;

/** Tells supervisors and managers of urgent orders that their warehouse has not accepted in time, once each. Returns how many. */
export function tellLateAcceptances(db: Database): Promise<number> {
  return db.tx(async (tx) => {
    const late = await tx.query<{ orderId: string; orderNo: string; groupId: string }>(
      `with late as (select id from warehouse_orders where accept_due_at < now() and accepted_at is null
           and late_told_at is null and state in ('sending', 'sent')
         order by accept_due_at limit ${CHUNK} for update skip locked)
       update warehouse_orders w set late_told_at = now() from late, orders o where w.id = late.id and o.id = w.order_id
       returning o.id::text as "orderId", o.order_no as "orderNo", o.group_id as "groupId"`,
    );
    for (const { orderId, orderNo, groupId } of late) {
      const people = await tx.query<{ id: string }>(RECIPIENTS, [groupId]);
      await tellPeople(
        tx,
        people.map(({ id }) => id),
        'urgent-not-accepted',
        { orderId, orderNo },
      );
    }
    await postNotices(
      tx,
      late.map(({ groupId, orderNo }) => ({ event: 'urgent-late', groupId, orderNo })),
    );
    return late.length;
  });
}

import type { Sql } from '@/db/client';
import { parseRoom } from '@/domain/live/rooms';
import { can, groupScope } from '../can';
import type { UserActor } from '../context';

const isId = (text: string) => /^\d{1,18}$/.test(text);

async function mayWatchOrder(db: Sql, actor: UserActor, orderId: string): Promise<boolean> {
  const [order] = await db.query<{ groupId: string }>('select group_id as "groupId" from orders where id = $1', [
    orderId,
  ]);
  return order !== undefined && can(actor, 'orders.get', order);
}

async function mayWatchCustomer(db: Sql, actor: UserActor, customerId: string): Promise<boolean> {
  const groups = groupScope(actor, 'interactions.recent');
  if (groups === null) return true;
  const found = await db.query(
    `select 1 from tasks where customer_id = $1 and group_id = any ($2)
     union all
     select 1 from customer_orders c join orders o on o.id = c.order_id where c.customer_id = $1 and o.group_id = any ($2)
     limit 1`,
    [customerId, groups],
  );
  return found.length > 0;
}

/** Whether a person may follow a room. Rooms of people, sign-ins and groups are never asked for: the server joins them. */
export async function mayWatch(db: Sql, actor: UserActor, room: string): Promise<boolean> {
  const wanted = parseRoom(room);
  if (wanted === null) return false;
  switch (wanted.kind) {
    case 'board':
      return can(actor, 'board.summary');
    case 'order':
      return isId(wanted.id) && mayWatchOrder(db, actor, wanted.id);
    case 'customer':
      return isId(wanted.id) && mayWatchCustomer(db, actor, wanted.id);
    case 'everyone':
    case 'group':
    case 'session':
    case 'user':
      return false;
  }
}

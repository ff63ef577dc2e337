import * as z from 'zod';
import type { Sql } from '@/db/client';
import { audit } from '@/server/audit';
import { assertCan } from '@/server/can';
import type { Context, UserActor } from '@/server/context';
import { notFound } from '@/server/errors';
import { announceTasks } from '@/server/tasks/announce';
import { addBindings } from './bindings';
import { assertServes } from './groups';

const id = z.string().regex(/^\d{1,19}$/);
export const bindInput = z.object({ customerId: id, orderId: id }).strict();

/** Shows the order on the customer's open conversation that had none, unless the order has an open card of its own. */
async function showOnConversation(tx: Sql, customerId: string, orderId: string): Promise<void> {
  const shown = await tx.query<{ id: string }>(
    `update tasks t set order_id = $2::bigint, version = version + 1
     where t.customer_id = $1::bigint and t.order_id is null and t.state = 'open'
       and not exists (select 1 from tasks o where o.order_id = $2::bigint and o.state = 'open')
     returning id`,
    [customerId, orderId],
  );
  await announceTasks(
    tx,
    shown.map((card) => card.id),
  );
}

/**
 * Ties an order to a customer because an agent found it by searching: stored with who and when, and audited. Both must
 * belong to what the agent serves; a tie that exists already stays as it is.
 */
export async function bindCustomer(
  ctx: Context<UserActor>,
  input: z.infer<typeof bindInput>,
): Promise<{ readonly isNew: boolean }> {
  const { actor } = ctx;
  const { customerId, orderId } = input;
  const isNew = await ctx.db.tx(async (tx) => {
    await assertServes(tx, actor, 'customers.bind', customerId);
    const [order] = await tx.query<{ groupId: string }>(
      'select group_id as "groupId" from orders where id = $1::bigint for no key update',
      [orderId],
    );
    if (!order) throw notFound('order');
    assertCan(actor, 'customers.bind', { groupId: order.groupId }, 'order');
    const added = await addBindings(tx, [{ customerId, orderId, how: 'agent', byWhom: actor.userId }]);
    if (added.length === 0) return false;
    await tx.query("insert into order_log (order_id, actor, action, detail) values ($1, $2, 'customer.bound', $3)", [
      orderId,
      actor.userId,
      JSON.stringify({ customerId }),
    ]);
    await audit(tx, actor, 'customers.bind', customerId, { orderId });
    await showOnConversation(tx, customerId, orderId);
    return true;
  });
  if (isNew) ctx.wakeFeed();
  return { isNew };
}

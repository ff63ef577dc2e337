import type { Sql } from '@/db/client';
import { can } from '@/server/can';
import type { Action } from '@/server/can-table';
import type { UserActor } from '@/server/context';
import { notFound, OutOfReach } from '@/server/errors';

/** The groups that serve a customer: of the account they write to, of their cards, of their orders. */
async function groupsOf(sql: Sql, customerId: string): Promise<string[]> {
  const rows = await sql.query<{ groupId: string }>(
    `select a.group_id as "groupId" from customer_identities i join wecom_kf_accounts k on k.open_kfid = i.account
       join wecom_accounts a on a.id = k.account_id where i.customer_id = $1::bigint and i.channel = 'wecom'
     union select group_id from tasks where customer_id = $1::bigint
     union select o.group_id from customer_orders b join orders o on o.id = b.order_id where b.customer_id = $1::bigint`,
    [customerId],
  );
  return rows.map(({ groupId }) => groupId);
}

/** Refuses, as not found, a customer whom none of the actor's groups serves. */
export async function assertServes(sql: Sql, actor: UserActor, action: Action, customerId: string): Promise<void> {
  const groups = await groupsOf(sql, customerId);
  if (groups.some((groupId) => can(actor, action, { groupId }))) return;
  throw groups.length === 0 ? notFound('customer') : new OutOfReach('customer');
}

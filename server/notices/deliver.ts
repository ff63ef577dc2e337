import * as z from 'zod';
import type { Database, Sql } from '@/db/client';
import { roomOf } from '@/domain/live/rooms';
import { publish } from '@/server/live/publish';
import { postNotices } from '@/server/notice-channels/post-notices';
import type { EffectHandler } from '@/server/outbox/worker';

const payloadShape = z.object({
  orderId: z.string(),
  taskId: z.string(),
  groupId: z.string(),
  rules: z.array(z.string()),
});

/** Unread notices of one kind within this time become one notice that counts them. */
const MERGE_WITHIN = '5 minutes';

/**
 * Who answers for a region: the managers of the order's group; where it has none, its supervisors; else all managers.
 */
const RECIPIENTS = `select id from users where not banned and group_id = $1 and role = 'manager'
  union all select id from users where not banned and group_id = $1 and role = 'supervisor'
    and not exists (select 1 from users where not banned and group_id = $1 and role = 'manager')
  union all select id from users where not banned and role = 'manager'
    and not exists (select 1 from users where not banned and group_id = $1 and role in ('manager', 'supervisor'))`;

/** Tells the regional manager, in the console's own notice list, that an order was held, and the notice channels that listen. */
async function storeOrderHeld(tx: Sql, payload: unknown): Promise<void> {
  const { orderId, taskId, groupId, rules } = payloadShape.parse(payload);
  const rows = await tx.query<{ id: string; userId: string }>(
    `with recipients as (${RECIPIENTS}),
     merged as (
       update notices n set at = now(), order_id = $2::bigint,
         detail = n.detail || jsonb_build_object('count', (n.detail->>'count')::int + 1, 'taskId', $3::text)
       where n.id in (select max(m.id) from notices m join recipients r on r.id = m.user_id
         where m.kind = 'order-held' and m.read_at is null and m.at > now() - interval '${MERGE_WITHIN}'
         group by m.user_id)
       returning n.id, n.user_id),
     fresh as (
       insert into notices (user_id, kind, order_id, detail)
       select r.id, 'order-held', $2::bigint,
         jsonb_build_object('count', 1, 'taskId', $3::text, 'rules', $4::jsonb) from recipients r
       where r.id not in (select user_id from merged) returning id, user_id)
     select id, user_id as "userId" from merged union all select id, user_id from fresh`,
    [groupId, orderId, taskId, JSON.stringify(rules)],
  );
  await publish(
    tx,
    rows.map((row) => ({
      topic: 'notice.posted' as const,
      rooms: [roomOf.user(row.userId)],
      id: row.id,
      version: 1,
      patch: { noticeId: row.id },
    })),
  );
  const [order] = await tx.query<{ orderNo: string }>(
    'select order_no as "orderNo" from orders where id = $1::bigint',
    [orderId],
  );
  await postNotices(tx, [{ event: 'hold', groupId, orderNo: order?.orderNo ?? null }]);
}

/** The effects of this room, for the outbox worker. They end in the database, so they are stored with their done mark. */
export const noticeHandlers: Readonly<Record<'notice.order-held' | 'notice.stock', EffectHandler>> = {
  'notice.order-held': async (payload) => (tx) => storeOrderHeld(tx, payload),
  // Which SKU it was is read on the stock page: channels of all groups are told that there is something to read.
  'notice.stock': async () => (tx) => postNotices(tx, [{ event: 'stock', groupId: null, orderNo: null }]),
};

/** Delivers a notice at once, without the outbox. */
export const deliverOrderHeld = (db: Database, payload: unknown): Promise<void> =>
  db.tx((tx) => storeOrderHeld(tx, payload));

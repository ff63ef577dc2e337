import type { Sql } from '@/db/client';
import { roomOf } from '@/domain/live/rooms';
import { audit } from '@/server/audit';
import type { UserActor } from '@/server/context';
import { publish } from '@/server/live/publish';

/** Whoever leads the person, and all managers; nobody is told about themselves. */
const RECIPIENTS = `select id from users where not banned and id <> $1
  and (role = 'manager' or (role = 'supervisor' and group_id = $2))`;

/** Tells supervisors and managers that somebody looks at unusually many personal values. */
export async function raiseRevealAlarm(
  tx: Sql,
  actor: UserActor,
  orderId: string | null,
  count: number,
): Promise<void> {
  const rows = await tx.query<{ id: string; userId: string }>(
    `insert into notices (user_id, kind, order_id, detail)
     select id, 'reveal-alarm', $3::bigint, jsonb_build_object('count', $4::int, 'name', $5::text) from (${RECIPIENTS}) r
     returning id, user_id as "userId"`,
    [actor.userId, actor.groupId, orderId, count, actor.name],
  );
  await audit(tx, actor, 'orders.revealAlarm', actor.userId, { count });
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
}

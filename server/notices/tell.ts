import type { Sql } from '@/db/client';
import type { NoticeKind } from '@/domain/desk/notice';
import { roomOf } from '@/domain/live/rooms';
import { publish } from '@/server/live/publish';

export interface CardNotice {
  readonly kind: Extract<NoticeKind, 'card-taken' | 'card-given'>;
  readonly taskId: string;
  readonly orderId: string | null;
  /** Who did it, as their colleagues know them. */
  readonly by: string;
}

/** Tells people what became of a card, in their notice list and at once on their open pages, in the caller's transaction. */
export async function tell(tx: Sql, userIds: readonly string[], notice: CardNotice): Promise<void> {
  if (userIds.length === 0) return;
  const { kind, taskId, orderId, by } = notice;
  const posted = await tx.query<{ id: string; userId: string }>(
    `insert into notices (user_id, kind, order_id, detail)
     select u, $2, $3::bigint, jsonb_build_object('taskId', $4::text, 'by', $5::text) from unnest($1::text[]) u
     returning id, user_id as "userId"`,
    [userIds, kind, orderId, taskId, by],
  );
  await publish(
    tx,
    posted.map(({ id, userId }) => ({
      topic: 'notice.posted' as const,
      rooms: [roomOf.user(userId)],
      id,
      version: 1,
      patch: { noticeId: id, kind, by, taskId },
    })),
  );
}

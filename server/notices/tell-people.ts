import type { Sql } from '@/db/client';
import { roomOf } from '@/domain/live/rooms';
import { publish } from '../live/publish';

/** Puts a notice before each of these people, in the caller's transaction; `detail` holds ids, nothing personal. */
export async function tellPeople(
  tx: Sql,
  userIds: readonly string[],
  kind: string,
  detail: Readonly<Record<string, string>>,
): Promise<void> {
  const told = await tx.query<{ id: string; userId: string }>(
    `insert into notices (user_id, kind, detail) select user_id, $2, $3::jsonb from unnest($1::text[]) t (user_id)
     returning id, user_id as "userId"`,
    [userIds, kind, JSON.stringify(detail)],
  );
  await publish(
    tx,
    told.map(({ id, userId }) => ({
      topic: 'notice.posted' as const,
      rooms: [roomOf.user(userId)],
      id,
      version: 1,
      patch: { noticeId: id },
    })),
  );
}

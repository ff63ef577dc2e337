import type { Database, Sql } from '@/db/client';
import type { SeatState } from '@/domain/desk/presence';
import { roomOf } from '@/domain/live/rooms';
import { publish } from './publish';

/** A seat is present while it was seen within this time; renewed more often, by the node that holds its sockets. */
export const PRESENT_FOR_MS = 15_000;
export const RENEW_EVERY_MS = 5_000;
/** After the last page is gone: long enough for a reload, short enough to give the cards away. */
const GRACE_MS = 9_000;

/** Marks the seats of these people as seen now; in one statement, whatever their number. */
export async function renewSeats(db: Sql, userIds: readonly string[]): Promise<void> {
  if (userIds.length === 0) return;
  await db.query(
    `update seats s set seen_at = now() from
       (select user_id from seats where user_id = any ($1) order by user_id for update) mine
     where s.user_id = mine.user_id`,
    [userIds],
  );
}

/** The last page of a person on this node is gone: the seat stays present 9 s more, unless another node renews it. */
export async function releaseSeat(db: Sql, userId: string): Promise<void> {
  await db.query(`update seats set seen_at = least(seen_at, now() - $2 * interval '1 ms') where user_id = $1`, [
    userId,
    PRESENT_FOR_MS - GRACE_MS,
  ]);
}

/**
 * Announces every seat whose presence is no longer what was last announced; returns how many. Any node may do it at any
 * time: each change is announced once, also when the node that held the seat died.
 */
export async function announcePresence(db: Database): Promise<number> {
  return db.tx(async (tx) => {
    const changed = await tx.query<{
      userId: string;
      state: SeatState;
      isPresent: boolean;
      version: string;
      groupId: string | null;
    }>(
      `with changed as (
         select user_id from seats
         where announced_present <> (seen_at > now() - $1 * interval '1 ms') order by user_id for update skip locked)
       update seats s set announced_present = not announced_present, version = version + 1
       from changed, users u where s.user_id = changed.user_id and u.id = s.user_id
       returning s.user_id as "userId", s.state, s.announced_present as "isPresent", s.version, u.group_id as "groupId"`,
      [PRESENT_FOR_MS],
    );
    await publish(
      tx,
      changed.map(({ userId, state, isPresent, version, groupId }) => ({
        topic: 'seat.changed',
        rooms: [roomOf.user(userId), roomOf.board(), ...(groupId === null ? [] : [roomOf.group(groupId)])],
        id: userId,
        version: Number(version),
        patch: { userId, state, isPresent },
      })),
    );
    return changed.length;
  });
}

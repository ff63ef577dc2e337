import type { Sql } from '@/db/client';
import { roomOf } from '@/domain/live/rooms';
import { publish } from '../live/publish';

/** Tells every node that these sign-ins ended, so that their sockets close; nothing when there are none. */
export async function announceEnded(tx: Sql, userId: string, sessionIds: readonly string[]): Promise<void> {
  if (sessionIds.length === 0) return;
  await publish(tx, [
    { topic: 'session.ended', rooms: sessionIds.map(roomOf.session), id: userId, version: 1, patch: { sessionIds } },
  ]);
}

/** Ends every sign-in of a person in the caller's transaction; returns how many there were. */
export async function endSessions(tx: Sql, userId: string): Promise<number> {
  const ended = await tx.query<{ id: string }>('delete from sessions where user_id = $1 returning id', [userId]);
  await announceEnded(
    tx,
    userId,
    ended.map((session) => session.id),
  );
  return ended.length;
}

import type { Sql } from '@/db/client';
import { roomOf } from '@/domain/live/rooms';
import { groupScope } from '../can';
import type { UserActor } from '../context';

/** The room of those who see every group; each change for a group is sent there too. */
export const ALL_GROUPS = 'group:*';

const ownRooms = (actor: UserActor) => [roomOf.user(actor.userId), roomOf.session(actor.sessionId), roomOf.everyone()];

/** The rooms that a socket of this person is in from the start, those of groups lent to them included. */
export const roomsFor = (actor: UserActor): readonly string[] => [
  ...ownRooms(actor),
  ...(groupScope(actor, 'tasks.queue')?.map(roomOf.group) ?? [ALL_GROUPS]),
];

/** The same rooms as feed rows name them: all groups by their own names. */
export async function roomsToResume(db: Sql, actor: UserActor): Promise<readonly string[]> {
  const seen = groupScope(actor, 'tasks.queue');
  if (seen !== null) return [...ownRooms(actor), ...seen.map(roomOf.group)];
  const groups = await db.query<{ id: string }>('select id from groups');
  return [...ownRooms(actor), ...groups.map((group) => roomOf.group(group.id))];
}

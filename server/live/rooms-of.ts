import type { Sql } from '@/db/client';
import { roomOf } from '@/domain/live/rooms';
import { scopeOf } from '../can';
import type { UserActor } from '../context';

/** The room of those who see every group; each change for a group is sent there too. */
export const ALL_GROUPS = 'group:*';

const ownRooms = (actor: UserActor) => [roomOf.user(actor.userId), roomOf.session(actor.sessionId), roomOf.everyone()];
const seesAllGroups = (actor: UserActor) => scopeOf(actor, 'tasks.queue') === 'all';
const ownGroup = (actor: UserActor) => (actor.groupId === null ? [] : [roomOf.group(actor.groupId)]);

/** The rooms that a socket of this person is in from the start. */
export const roomsFor = (actor: UserActor): readonly string[] => [
  ...ownRooms(actor),
  ...(seesAllGroups(actor) ? [ALL_GROUPS] : ownGroup(actor)),
];

/** The same rooms as feed rows name them: all groups by their own names. */
export async function roomsToResume(db: Sql, actor: UserActor): Promise<readonly string[]> {
  if (!seesAllGroups(actor)) return [...ownRooms(actor), ...ownGroup(actor)];
  const groups = await db.query<{ id: string }>('select id from groups');
  return [...ownRooms(actor), ...groups.map((group) => roomOf.group(group.id))];
}

import type { Sql } from '@/db/client';
import type { UserActor } from '../context';
import { activeGrants } from '../grants/active-grants';
import type { LiveServer, LiveSocket } from './live-server';
import { roomsFor } from './rooms-of';
import { mayWatch } from './watch';

const keyOf = (grants: UserActor['grants']): string =>
  grants.map(({ grantId, expiresAt }) => `${grantId}/${expiresAt}`).join();

/**
 * Brings the sockets of this node in step with the grants that their people hold now: rooms of lent groups are joined, those
 * of ended ones left, and the page is told after that, so that what it refetches has no gap to what it hears.
 */
export async function keepRights(db: Sql, io: LiveServer): Promise<void> {
  const sockets = [...io.sockets.sockets.values()];
  const held = await activeGrants(
    db,
    sockets.map((socket) => socket.data.actor.userId),
  );
  const changed = sockets.flatMap((socket) => {
    const grants = held.get(socket.data.actor.userId) ?? [];
    return keyOf(grants) === keyOf(socket.data.actor.grants) ? [] : [{ socket, grants }];
  });
  await Promise.all(changed.map(({ socket, grants }) => regrant(db, socket, grants)));
}

async function regrant(db: Sql, socket: LiveSocket, grants: UserActor['grants']): Promise<void> {
  const before = roomsFor(socket.data.actor);
  const actor = { ...socket.data.actor, grants };
  const after = roomsFor(actor);
  socket.data.actor = actor;
  for (const room of before) if (!after.includes(room)) await socket.leave(room);
  await socket.join([...after]);
  const { watching } = socket.data;
  await watching?.inTurn(async () => {
    for (const room of [...watching.rooms]) if (!(await mayWatch(db, actor, room))) await watching.leave(room);
  });
  socket.emit('rights-changed');
}

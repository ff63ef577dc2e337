import { roomOf } from '@/domain/live/rooms';
import { socketKicks } from '../metrics';
import type { LiveServer, LiveSocket } from './live-server';
import { isTooSlow, sendQueueOf } from './socket-guards';

/** Cuts the connection of a client that misbehaves or has to begin anew; it comes back by itself. */
export function cutOff(socket: LiveSocket, reason: 'flood' | 'slow' | 'new-history'): void {
  socketKicks.inc({ reason });
  socket.conn.close(true);
}

/** Closes the sockets of these sign-ins for good: their pages go to the sign-in page. */
export function kickSignedOut(io: LiveServer, sessionIds: readonly string[]): void {
  for (const sessionId of sessionIds) {
    for (const socketId of [...(io.sockets.adapter.rooms.get(roomOf.session(sessionId)) ?? [])]) {
      const socket = io.sockets.sockets.get(socketId);
      socketKicks.inc({ reason: 'signed-out' });
      socket?.emit('signed-out');
      socket?.disconnect(true);
    }
  }
}

/** Drops every client that reads too slowly, before what waits for it fills the memory. */
export function dropSlow(io: LiveServer): void {
  for (const socket of io.sockets.sockets.values()) {
    if (!isTooSlow(sendQueueOf(socket.conn))) continue;
    const { socket: connection } = socket.conn.request;
    cutOff(socket, 'slow');
    // Closed politely, it would wait behind all that is not read, and the system would keep that for minutes.
    connection.resetAndDestroy();
  }
}

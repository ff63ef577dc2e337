import type { Server, Socket } from 'socket.io';
import type { ClientToServer, ServerToClient } from '@/domain/live/events';
import type { UserActor } from '../context';
import type { Watching } from './watching';

interface SocketData {
  actor: UserActor;
  /** What the page calls itself; set when it first says which card it is at. */
  pageId?: string;
  /** From the moment the socket is let in. */
  watching?: Watching;
}
type BetweenNodes = Record<string, never>;

export type LiveServer = Server<ClientToServer, ServerToClient, BetweenNodes, SocketData>;
export type LiveSocket = Socket<ClientToServer, ServerToClient, BetweenNodes, SocketData>;

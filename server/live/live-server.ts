import type { Server, Socket } from 'socket.io';
import type { ClientToServer, ServerToClient } from '@/domain/live/events';
import type { UserActor } from '../context';

interface SocketData {
  actor: UserActor;
}
type BetweenNodes = Record<string, never>;

export type LiveServer = Server<ClientToServer, ServerToClient, BetweenNodes, SocketData>;
export type LiveSocket = Socket<ClientToServer, ServerToClient, BetweenNodes, SocketData>;

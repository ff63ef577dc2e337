import type { Server as HttpServer, IncomingMessage } from 'node:http';
import { Server } from 'socket.io';
import type { Database } from '@/db/client';
import type { UserActor } from '../context';
import { isOwnOrigin } from '../http/guard';
import type { Log } from '../log';
import { startBeat } from './beat';
import type { FeedEvent } from './feed-rows';
import { cutOff, kickSignedOut } from './kick';
import type { LiveServer } from './live-server';
import { ALL_GROUPS } from './rooms-of';
import { welcome } from './welcome';

export interface GatewayParts {
  readonly http: HttpServer;
  readonly db: Database;
  readonly origins: readonly string[];
  readonly log: Log;
  readonly whoIs: (headers: Headers) => Promise<UserActor | null>;
  readonly headersOf: (req: IncomingMessage) => Headers;
  /** Where this node's feed reader is, and how far behind the feed it may be. */
  readonly feedPosition: () => { readonly cursor: string | null; readonly lagMs: number };
  readonly wakeFeed: () => void;
}

export interface Gateway {
  /** Sends changes to the sockets of this node that are in one of their rooms, and closes those whose sign-in ended. */
  deliver(events: readonly FeedEvent[]): void;
  /** Cuts every connection: the database is another one, so each page has to refetch everything. */
  startOver(): void;
  socketCount(): number;
  /** Cuts every connection and takes no more; the HTTP server stays with its owner. */
  stop(): Promise<void>;
}

/** A page that has not said who it is by then is dropped. */
const HELLO_LIMIT_MS = 5_000;
const LARGEST_MESSAGE_BYTES = 100_000;

function openServer({ http, origins }: GatewayParts): LiveServer {
  return new Server(http, {
    path: '/socket.io',
    serveClient: false,
    destroyUpgrade: false,
    transports: ['websocket'],
    perMessageDeflate: false,
    maxHttpBufferSize: LARGEST_MESSAGE_BYTES,
    connectTimeout: HELLO_LIMIT_MS,
    pingInterval: 10_000,
    pingTimeout: 8_000,
    // The cors option does not stop a WebSocket.
    allowRequest: (req, answer) => {
      const isAllowed = isOwnOrigin(req.headers, origins);
      answer(isAllowed ? null : 'origin', isAllowed);
    },
  });
}

/** The live door: WebSockets of signed-in people on our own pages, each in the rooms that its person may follow. */
export function openGateway(parts: GatewayParts): Gateway {
  const io = openServer(parts);
  io.use(async (socket, next) => {
    try {
      const actor = await parts.whoIs(parts.headersOf(socket.request));
      if (actor === null) return next(new Error('signed-out'));
      socket.data.actor = actor;
      next();
    } catch (error) {
      // A refusal would end the client's tries; a cut connection makes it come back.
      parts.log.error({ err: error }, 'a socket could not be checked');
      socket.conn.close(true);
    }
  });
  const beat = startBeat({ ...parts, io });
  let isStopping = false;
  io.on('connection', (socket) => welcome({ ...parts, io, beat, isStopping: () => isStopping }, socket));
  return {
    deliver: (events) => {
      for (const event of events) deliver(io, event);
      if (events.some(({ event }) => event.topic === 'grant.changed')) beat.grantsChanged();
    },
    startOver: () => {
      for (const socket of [...io.sockets.sockets.values()]) cutOff(socket, 'new-history');
    },
    socketCount: () => io.sockets.sockets.size,
    stop: async () => {
      isStopping = true;
      await beat.stop();
      io.engine.close();
    },
  };
}

function deliver(io: LiveServer, { rooms, event }: FeedEvent): void {
  if (event.topic === 'session.ended') {
    kickSignedOut(io, event.patch.sessionIds);
    return;
  }
  if (rooms.length === 0) return;
  const reached = rooms.some((room) => room.startsWith('group:')) ? [...rooms, ALL_GROUPS] : [...rooms];
  // An event is written out before its rooms are looked at, and most orders are open on nobody's screen.
  if (!reached.some((room) => io.sockets.adapter.rooms.has(room))) return;
  io.local.to(reached).emit('live', event);
}

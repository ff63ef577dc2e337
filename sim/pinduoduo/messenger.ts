import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { type ThinningShares, thinning } from '../platform/thin';
import type { PddApp } from './api';
import { connectDigest, isSame } from './sign';

/** One message of the platform, with its id of 64 bits. */
export interface Message {
  readonly id: bigint;
  readonly type: string;
  readonly orderSn: string;
}

export interface MessengerOptions extends PddApp, ThinningShares {}

const MOST_SKEW_MS = 10 * 60_000;

/** The text frame that tells of an order: ids as bare numbers of all their digits. */
export function frameOf({ id, type, orderSn }: Message, mallId: string, now: number): string {
  const content = JSON.stringify(`{"mall_id":${mallId},"tid":"${orderSn}"}`);
  const message = `{"type":"${type}","mallID":${mallId},"content":${content}}`;
  return `{"id":${id},"commandType":"Common","time":${now},"sendTime":${now},"message":${message}}`;
}

/** Whether a path of a connection carries the app's digest of about this time. */
function isGenuine(path: string, { clientId, clientSecret }: PddApp, now: number): boolean {
  const [, root, id = '', time = '', digest = ''] = path.split('/');
  if (root !== 'message' || id !== clientId || Math.abs(Number(time) - now) > MOST_SKEW_MS) return false;
  return isSame(decodeURIComponent(digest), connectDigest(id, time, clientSecret));
}

/** The message service: holds what was not acknowledged, and sends it to whoever connects with the app's digest. */
export function createMessenger(options: MessengerOptions, now: () => number) {
  const waiting = new Map<string, Message>();
  const acknowledged = new Set<string>();
  const thin = thinning<Message>(options);
  const sockets = new Set<WebSocket>();
  let isPermitted = false;
  const log = { connects: 0, refused: 0, heartbeats: 0, sent: 0, isMute: false };
  const service = new WebSocketServer({ noServer: true, maxPayload: 64 * 1024 });

  const send = (socket: WebSocket, message: Message) => {
    log.sent += 1;
    socket.send(frameOf(message, options.mallId, now()));
  };

  function hear(socket: WebSocket, text: string): void {
    const kind = /"commandType":"(\w+)"/.exec(text)?.[1];
    if (kind === 'HeartBeat') {
      log.heartbeats += 1;
      if (!log.isMute) socket.send(`{"commandType":"HeartBeat","time":${now()}}`);
    }
    const id = kind === 'Ack' ? (/"id":(\d+)/.exec(text)?.[1] ?? '') : '';
    if (id !== '') {
      waiting.delete(id);
      acknowledged.add(id);
    }
  }

  function welcome(socket: WebSocket): void {
    log.connects += 1;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.terminate());
    socket.on('message', (data) => hear(socket, String(data)));
    for (const message of waiting.values()) send(socket, message);
  }

  function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    if (!isGenuine(request.url ?? '', options, now())) {
      log.refused += 1;
      socket.end('HTTP/1.1 401 Unauthorized\r\nconnection: close\r\ncontent-length: 0\r\n\r\n');
      return;
    }
    service.handleUpgrade(request, socket, head, welcome);
  }

  return {
    /** Takes connections in, and refuses those that are not genuine. */
    upgrade,
    /** From now on the app is told of the shop. */
    permit: (): void => {
      isPermitted = true;
    },
    /** The shop gives its consent anew: nothing is told of it until that is permitted. */
    revoke: (): void => {
      isPermitted = false;
    },
    /**
     * Sends messages: loses some, sends some twice, and mixes them. What nobody hears waits for the next connection; nothing is
     * kept for a shop whose messages were not permitted.
     */
    tell(messages: readonly Message[]): void {
      if (!isPermitted) return;
      const leaving = thin.thin(messages);
      for (const message of leaving) waiting.set(String(message.id), message);
      const [socket] = sockets;
      if (socket) for (const message of leaving) send(socket, message);
    },
    /** Sends this text as it is. */
    say: (text: string) => {
      for (const socket of sockets) socket.send(text);
    },
    /** Cuts every connection without a word. */
    cut: () => {
      for (const socket of sockets) socket.terminate();
    },
    /** Hears heartbeats and says nothing more. */
    mute: (isMute: boolean) => {
      log.isMute = isMute;
    },
    connected: () => sockets.size,
    lost: thin.lost,
    waiting: (): readonly Message[] => [...waiting.values()],
    isAcknowledged: (id: bigint) => acknowledged.has(String(id)),
    counts: () => ({ ...log, acknowledged: acknowledged.size }),
    close(): void {
      for (const socket of sockets) socket.terminate();
      service.close();
    },
  };
}

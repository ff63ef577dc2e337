import { WebSocket } from 'ws';
import type { Reason } from '@/domain/intake/reason';
import { assertCallable, publicLookup } from './outbound';

/** A WebSocket that we opened. */
export interface OutboundSocket {
  /** What cannot be sent any more is dropped: the socket is about to close. */
  send(text: string): void;
  /** Takes nothing more off the wire until it goes on, so that the other side waits. */
  pause(): void;
  goOn(): void;
  /** At once, without waiting for the other side. */
  close(): void;
}

export interface SocketListener {
  readonly onOpen: () => void;
  readonly onFrame: (frame: Buffer) => void;
  /** Anything the other side said, pings included. */
  readonly onHeard: () => void;
  /** Once, however it ended. The reason names no address. */
  readonly onEnd: (reason: Reason) => void;
}
export type OpenSocket = (url: URL, listener: SocketListener) => OutboundSocket;

const HANDSHAKE_MS = 10_000;
/** A message names an order; the platforms' are a few hundred bytes. */
const MOST_BYTES = 256 * 1024;
const STATUS = /Unexpected server response: (\d{3})/;

/** ws:// and wss:// are held to the rules of http:// and https://. */
const asHttp = (url: URL): URL => new URL(url.href.replace(/^ws/, 'http'));

function reasonOf(error: Error): Reason {
  const status = STATUS.exec(error.message)?.[1];
  if (status !== undefined) return { code: 'stream-refused', answer: status };
  const { code } = error as NodeJS.ErrnoException;
  return { code: 'stream-broke', answer: code ?? '?' };
}

/**
 * Opens a WebSocket under the rules of outbound calls: public addresses over TLS alone, resolved once and pinned, no
 * redirects, a cap on what comes. Throws OutboundFailure for an address that must not be called.
 */
export const openSocket: OpenSocket = (url, listener) => {
  const { isLoopback } = assertCallable(asHttp(url));
  const socket = new WebSocket(url, {
    handshakeTimeout: HANDSHAKE_MS,
    maxPayload: MOST_BYTES,
    perMessageDeflate: false,
    ...(isLoopback ? {} : { lookup: publicLookup }),
  });
  let reason: Reason = { code: 'stream-closed' };
  socket.on('open', listener.onOpen);
  socket.on('message', (data) => listener.onFrame(data as Buffer));
  socket.on('ping', listener.onHeard);
  socket.on('pong', listener.onHeard);
  socket.on('error', (error) => {
    reason = reasonOf(error);
  });
  socket.on('close', () => listener.onEnd(reason));
  return {
    send: (text) => {
      if (socket.readyState === WebSocket.OPEN) socket.send(text);
    },
    pause: () => socket.pause(),
    goOn: () => socket.resume(),
    close: () => socket.terminate(),
  };
};

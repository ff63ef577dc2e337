import { type ChildProcess, fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { io } from 'socket.io-client';
import { startEmbedded } from '@/db/embedded';
import type { Target } from './load';

/** The hand-written program, on an embedded database of its own, with the same number of open sockets. */
export interface Rival {
  readonly intake: Target;
  /** Insert and emit, nothing else. */
  readonly bare: Target;
  readonly cards: Map<string, { readonly atMs: number; times: number }>;
  stop(): Promise<void>;
}

function listening(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('message', (message) => resolve((message as { port: number }).port));
    child.once('exit', () => reject(new Error('the hand-written loop ended at its start')));
  });
}

/** Starts the hand-written loop and connects `seats` sockets to it. */
export async function startRival(seats: number): Promise<Rival> {
  const dataDir = path.join(tmpdir(), `tidewatch-bench-rival-${process.pid}`);
  const embedded = await startEmbedded(dataDir, { database: 'rival' });
  const secret = `whsec_${randomBytes(24).toString('base64')}`;
  const child = fork(fileURLToPath(new URL('./hand-written-loop.mjs', import.meta.url)), {
    env: { ...process.env, DATABASE_URL: embedded.url, SECRET: secret },
    execArgv: [],
  });
  const origin = `http://127.0.0.1:${await listening(child)}`;
  const cards: Rival['cards'] = new Map();
  const sockets = Array.from({ length: seats }, (_, index) =>
    io(origin, { transports: ['websocket'], forceNew: true, query: { seat: String(index + 1) } }),
  );
  for (const socket of sockets) {
    socket.on('card', ({ orderNo }: { orderNo: string }) => {
      const seen = cards.get(orderNo);
      if (seen) seen.times += 1;
      else cards.set(orderNo, { atMs: performance.now(), times: 1 });
    });
    await new Promise<void>((resolve) => socket.once('connect', resolve));
  }
  return {
    intake: { url: new URL('/intake', origin), secret },
    bare: { url: new URL('/bare', origin), secret },
    cards,
    stop: async () => {
      for (const socket of sockets) socket.disconnect();
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.disconnect();
      await ended;
      await embedded.stop();
      await rm(dataDir, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

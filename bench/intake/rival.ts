import { type ChildProcess, fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { io } from 'socket.io-client';
import { startEmbedded } from '@/db/embedded';
import type { CleanUp } from '../clean-up';
import { type CardArrivals, noteArrival } from './arrivals';
import type { Target } from './load';

/** The hand-written program, on an embedded database of its own, with the same number of open sockets. */
export interface Rival {
  readonly intake: Target;
  /** Insert and emit, nothing else. */
  readonly bare: Target;
  readonly cards: CardArrivals;
}

function listening(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('message', (message) => resolve((message as { port: number }).port));
    child.once('exit', () => reject(new Error('the hand-written loop ended at its start')));
  });
}

function openSeat(origin: string, seat: number, cards: CardArrivals, cleanUp: CleanUp): Promise<void> {
  const socket = io(origin, { transports: ['websocket'], forceNew: true, query: { seat: String(seat) } });
  cleanUp.add(() => socket.disconnect());
  socket.on('card', ({ orderNo }: { orderNo: string }) => noteArrival(cards, orderNo));
  return new Promise((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('connect_error', reject);
  });
}

/** Starts the hand-written loop and connects `seats` sockets to it. */
export async function startRival(seats: number, cleanUp: CleanUp): Promise<Rival> {
  const dataDir = path.join(tmpdir(), `tidewatch-bench-rival-${process.pid}`);
  cleanUp.add(() => rm(dataDir, { recursive: true, force: true, maxRetries: 5 }));
  const embedded = await startEmbedded(dataDir, { database: 'rival' });
  cleanUp.add(embedded.stop);
  const secret = `whsec_${randomBytes(24).toString('base64')}`;
  const child = fork(fileURLToPath(new URL('./hand-written-loop.mjs', import.meta.url)), {
    env: { ...process.env, DATABASE_URL: embedded.url, SECRET: secret },
    execArgv: [],
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  cleanUp.add(async () => {
    if (child.connected) child.disconnect();
    await ended;
  });
  const origin = `http://127.0.0.1:${await listening(child)}`;
  const cards: CardArrivals = new Map();
  await Promise.all(Array.from({ length: seats }, (_, index) => openSeat(origin, index + 1, cards, cleanUp)));
  return {
    intake: { url: new URL('/intake', origin), secret },
    bare: { url: new URL('/bare', origin), secret },
    cards,
  };
}

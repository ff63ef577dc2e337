import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { io, type Socket } from 'socket.io-client';
import { openDatabase, type PooledDatabase } from '@/db/client';
import { startEmbedded } from '@/db/embedded';
import type { ClientToServer, ServerToClient } from '@/domain/live/events';
import { createUser } from '@/server/people/create';
import type { Target } from './load';

const SHOP = 'bench';
const PASSWORD = 'bench-password-only-here';

/** The product as it is delivered, on its embedded database, with a shop and agents whose pages are open. */
export interface Product {
  readonly target: Target;
  readonly db: PooledDatabase;
  /** Card arrivals on the agents' sockets: order number -> performance.now() of the first, and how often in all. */
  readonly cards: Map<string, { readonly atMs: number; times: number }>;
  stop(): Promise<void>;
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}

async function untilReady(origin: string, server: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 300 && server.exitCode === null; tries += 1) {
    const isReady = await fetch(`${origin}/readyz`).then(
      (res) => res.ok,
      () => false,
    );
    if (isReady) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('the server did not become ready: run npm run build first');
}

async function signIn(origin: string, username: string): Promise<string> {
  const res = await fetch(`${origin}/api/auth/sign-in/username`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin },
    body: JSON.stringify({ username, password: PASSWORD }),
  });
  if (!res.ok) throw new Error(`sign-in of ${username} answered ${res.status}`);
  return res.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');
}

function openDesk(
  origin: string,
  cookie: string,
  cards: Product['cards'],
): Promise<Socket<ServerToClient, ClientToServer>> {
  const socket: Socket<ServerToClient, ClientToServer> = io(origin, {
    transports: ['websocket'],
    extraHeaders: { cookie, origin },
    forceNew: true,
  });
  socket.on('live', (event) => {
    if (event.topic !== 'task.changed' || event.version !== 1 || event.patch.orderNo === null) return;
    const seen = cards.get(event.patch.orderNo);
    if (seen) seen.times += 1;
    else cards.set(event.patch.orderNo, { atMs: performance.now(), times: 1 });
  });
  return new Promise((resolve, reject) => {
    socket.on('connect', () => resolve(socket));
    socket.on('connect_error', reject);
  });
}

async function furnish(db: PooledDatabase, seats: number): Promise<{ secret: string; usernames: string[] }> {
  const secret = `whsec_${randomBytes(24).toString('base64')}`;
  await db.query("insert into groups (id, name) values ('bench', 'bench')");
  await db.query(
    "insert into shops (id, name, platform, channel, group_id, secrets) values ($1, 'bench', 'generic', 'generic', 'bench', $2)",
    [SHOP, [secret]],
  );
  const usernames = Array.from({ length: seats }, (_, index) => `bench${index}`);
  for (const username of usernames) {
    const ctx = { db, actor: { kind: 'system', job: 'bench' } as const };
    await createUser(ctx, { username, name: username, role: 'agent', groupId: 'bench', password: PASSWORD });
  }
  await db.query("update seats set state = 'accepting', capacity = 1000000");
  return { secret, usernames };
}

/** Starts the built server on a fresh embedded database, and opens `seats` agents' sockets on it. */
export async function startProduct(seats: number): Promise<Product> {
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const dataDir = path.join(tmpdir(), `tidewatch-bench-${process.pid}`);
  const server = spawn(process.execPath, ['dist/server.mjs'], {
    env: {
      ...process.env,
      NODE_ENV: 'production',
      PORT: String(port),
      ORIGIN: origin,
      DATA_DIR: dataDir,
      LOG_LEVEL: 'warn',
    },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  await untilReady(origin, server);
  const embedded = await startEmbedded(dataDir);
  const db = openDatabase({ url: embedded.url, max: 4 });
  const { secret, usernames } = await furnish(db, seats);
  const cards: Product['cards'] = new Map();
  const sockets: Awaited<ReturnType<typeof openDesk>>[] = [];
  for (const username of usernames) sockets.push(await openDesk(origin, await signIn(origin, username), cards));
  return {
    target: { url: new URL(`/hooks/generic/${SHOP}`, origin), secret },
    db,
    cards,
    stop: async () => {
      for (const socket of sockets) socket.disconnect();
      await db.close();
      const ended = new Promise((resolve) => server.once('exit', resolve));
      server.kill('SIGTERM');
      await ended;
      await embedded.stop();
      await rm(dataDir, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

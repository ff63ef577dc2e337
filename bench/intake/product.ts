import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { io, type Socket } from 'socket.io-client';
import { openDatabase, type PooledDatabase } from '@/db/client';
import { startEmbedded } from '@/db/embedded';
import type { ClientToServer, ServerToClient } from '@/domain/live/events';
import { createUser } from '@/server/people/create';
import type { Keyring } from '@/server/privacy/keyring';
import { openKeyring } from '@/server/privacy/open-keyring';
import { insertSecret } from '@/server/shops/credentials';
import type { CleanUp } from '../clean-up';
import { freePort } from '../free-port';
import { until } from '../until';
import { type CardArrivals, noteArrival } from './arrivals';
import type { Target } from './load';

const SHOP = 'bench';
export const PASSWORD = 'bench-password-only-here';
const READY_LIMIT_MS = 30_000;

/** The product as it is delivered, on its embedded database, with a shop and agents whose pages are open. */
export interface Product {
  readonly target: Target;
  readonly db: PooledDatabase;
  readonly cards: CardArrivals;
}

/** SERVER runs another bundle than the built one; SERVER_ARGS are given to node (such as --cpu-prof). */
function spawnServer(origin: string, port: number, dataDir: string): ChildProcess {
  const { SERVER = 'dist/server.mjs', SERVER_ARGS = '' } = process.env;
  return spawn(process.execPath, [...SERVER_ARGS.split(' ').filter((arg) => arg !== ''), SERVER], {
    env: {
      ...process.env,
      NODE_ENV: 'production',
      PORT: String(port),
      ORIGIN: origin,
      DATA_DIR: dataDir,
      LOG_LEVEL: 'warn',
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

export async function signIn(origin: string, username: string): Promise<string> {
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

function openDesk(origin: string, cookie: string, cards: CardArrivals, cleanUp: CleanUp): Promise<void> {
  const socket: Socket<ServerToClient, ClientToServer> = io(origin, {
    transports: ['websocket'],
    extraHeaders: { cookie, origin },
    forceNew: true,
  });
  cleanUp.add(() => socket.disconnect());
  socket.on('live', (event) => {
    if (event.topic !== 'task.changed' || event.version !== 1 || event.patch.orderNo === null) return;
    noteArrival(cards, event.patch.orderNo);
  });
  return new Promise((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('connect_error', reject);
  });
}

async function furnish(
  db: PooledDatabase,
  keyring: Keyring,
  seats: number,
): Promise<{ secret: string; usernames: string[] }> {
  const secret = `whsec_${randomBytes(24).toString('base64')}`;
  await db.query("insert into groups (id, name) values ('bench', 'bench')");
  await db.query(
    "insert into shops (id, name, platform, channel, group_id) values ($1, 'bench', 'generic', 'generic', 'bench')",
    [SHOP],
  );
  await insertSecret(db, keyring, { shopId: SHOP, text: secret, by: 'system' });
  const usernames = Array.from({ length: seats }, (_, index) => `bench${index}`);
  for (const username of usernames) {
    const ctx = { db, actor: { kind: 'system', job: 'bench' } as const };
    await createUser(ctx, { username, name: username, role: 'agent', groupId: 'bench', password: PASSWORD });
  }
  await db.query("update seats set state = 'accepting', capacity = 1000000");
  return { secret, usernames };
}

async function seatsPresent(db: PooledDatabase): Promise<number> {
  const [row] = await db.query<{ n: number }>('select count(*)::int as n from seats where announced_present');
  return row?.n ?? 0;
}

/** Starts the built server on a fresh embedded database, and waits until `seats` agents are present by their sockets. */
export async function startProduct(seats: number, cleanUp: CleanUp): Promise<Product> {
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const dataDir = path.join(tmpdir(), `tidewatch-bench-${process.pid}`);
  cleanUp.add(() => rm(dataDir, { recursive: true, force: true, maxRetries: 5 }));
  const server = spawnServer(origin, port, dataDir);
  const ended = new Promise((resolve) => server.once('exit', resolve));
  cleanUp.add(async () => {
    server.kill('SIGTERM');
    await ended;
  });
  await until('the server is ready (npm run build makes it)', READY_LIMIT_MS, async () => {
    if (server.exitCode !== null) throw new Error(`the server ended with code ${server.exitCode}`);
    return fetch(`${origin}/readyz`).then(
      (res) => res.ok,
      () => false,
    );
  });
  const embedded = await startEmbedded(dataDir);
  cleanUp.add(embedded.stop);
  const db = openDatabase({ url: embedded.url, max: 4 });
  cleanUp.add(db.close);
  const { secret, usernames } = await furnish(db, await openKeyring({ dataKeys: null, dataDir }, db), seats);
  const cards: CardArrivals = new Map();
  for (const username of usernames) await openDesk(origin, await signIn(origin, username), cards, cleanUp);
  await until('all agents are present', READY_LIMIT_MS, async () => (await seatsPresent(db)) === seats);
  return { target: { url: new URL(`/hooks/generic/${SHOP}`, origin), secret }, db, cards };
}

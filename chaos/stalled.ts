import { randomBytes } from 'node:crypto';
import { io, type Socket } from 'socket.io-client';
import { type CleanUp, withCleanUp } from '@/bench/clean-up';
import { PASSWORD, signIn } from '@/bench/intake/product';
import { until } from '@/bench/until';
import type { ClientToServer, ServerToClient } from '@/domain/live/events';
import { createUser } from '@/server/people/create';
import { type House, openHouse } from './house/house';
import { look, type Memory } from './stalled/memory';

/** Several at once: one alone would be lost in what the collector leaves lying. */
const STALLED = 10;
const READERS = 3;
const ROUNDS = 3;
const BATCHES = 120;
const EVENTS_A_BATCH = 100;
const BATCH_EVERY_MS = 50;
const EVENT_BYTES = 4_000;
const LOOK_EVERY_MS = 100;
const HEARD_LIMIT_MS = 60_000;
const MB = 1_000_000;
const LIMIT_MB = 10;
/** Less than one connection that was left behind would hold. */
const LEFT_LIMIT = MB;
const USERNAME = 'stalled';

type Client = Socket<ServerToClient, ClientToServer>;

/** What a storm made of the server. */
interface Storm {
  readonly peak: Memory;
  readonly dropped: number;
  /** From the beginning of the storm until the last was dropped. */
  readonly droppedMs: number | null;
  /** What the system still holds of all connections once everybody who reads has read. */
  readonly unreadAfter: number;
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
const inMb = (bytes: number): string => `${(bytes / MB).toFixed(1)} MB`;

async function openClient(origin: string, cookie: string, cleanUp: CleanUp): Promise<Client> {
  const client: Client = io(origin, {
    ...{ transports: ['websocket'], forceNew: true, reconnection: false },
    extraHeaders: { cookie, origin },
  });
  cleanUp.add(() => client.disconnect());
  await new Promise<void>((resolve, reject) => {
    client.once('connect', resolve);
    client.once('connect_error', reject);
  });
  return client;
}

/** A page whose machine sleeps: its connection stays, and nothing is taken from it any more. */
function stall(client: Client): void {
  const { transport } = client.io.engine as unknown as { transport: { ws: { pause(): void } } };
  transport.ws.pause();
}

/** Everybody is told something of the size of a long row, again and again; the same bytes each time. */
async function broadcast({ db }: House, name: string): Promise<void> {
  const filler = randomBytes(EVENT_BYTES / 2).toString('hex');
  for (let batch = 0; batch < BATCHES; batch += 1) {
    await db.query(
      `insert into feed (topic, rooms, entity_id, version, patch)
       select 'notice.posted', '{everyone}', $1 || '-' || n, 1, jsonb_build_object('noticeId', $2::text) from generate_series(1, $3::int) n`,
      [`${name}-${batch}`, filler, EVENTS_A_BATCH],
    );
    await pause(BATCH_EVERY_MS);
  }
}

/** Looks at the server while the storm lasts, and until the readers have heard all of it. */
async function watch(origin: string, stalled: number, isOver: () => boolean): Promise<Storm> {
  const before = await look(origin);
  const startedMs = performance.now();
  let peak = before.memory;
  let [dropped, droppedMs]: [number, number | null] = [0, null];
  while (!isOver()) {
    const now = await look(origin);
    peak = {
      resident: Math.max(peak.resident, now.memory.resident),
      heap: Math.max(peak.heap, now.memory.heap),
      unread: Math.max(peak.unread, now.memory.unread),
    };
    dropped = now.dropped - before.dropped;
    if (stalled > 0 && dropped === stalled) droppedMs ??= performance.now() - startedMs;
    await pause(LOOK_EVERY_MS);
  }
  const { memory } = await look(origin);
  return { peak, dropped, droppedMs, unreadAfter: memory.unread };
}

async function storm(
  house: House,
  cookie: string,
  readers: readonly Client[],
  options: { readonly name: string; readonly stalled: number },
  cleanUp: CleanUp,
): Promise<Storm> {
  const { name, stalled } = options;
  const { origin } = house.door;
  for (let n = 0; n < stalled; n += 1) stall(await openClient(origin, cookie, cleanUp));
  const heard = readers.map(() => 0);
  const listeners = readers.map((reader, index) => {
    const listener: ServerToClient['live'] = ({ id }) => {
      if (id.startsWith(`${name}-`)) heard[index] = (heard[index] ?? 0) + 1;
    };
    reader.on('live', listener);
    return () => reader.off('live', listener);
  });
  let isOver = false;
  const watching = watch(origin, stalled, () => isOver);
  try {
    await broadcast(house, name);
    const all = BATCHES * EVENTS_A_BATCH;
    await until(`${name}: all who read have heard ${all} events`, HEARD_LIMIT_MS, async () =>
      heard.every((count) => count === all),
    );
  } finally {
    isOver = true;
    for (const stop of listeners) stop();
  }
  const found = await watching;
  const { peak, dropped, droppedMs, unreadAfter } = found;
  const gone = droppedMs === null ? '' : `, the last after ${droppedMs.toFixed(0)} ms`;
  console.log(
    `${name}: resident ${inMb(peak.resident)}, heap ${inMb(peak.heap)}, unread ${inMb(peak.unread)}; ${dropped} dropped${gone}; unread afterwards ${inMb(unreadAfter)}`,
  );
  return found;
}

/** What one stalled client costs more: each round against the same storm just before it, the median of the rounds. */
function costOf(without: readonly Storm[], beside: readonly Storm[]): Memory {
  const of = (part: keyof Memory) =>
    Math.max(0, median(beside.map(({ peak }, round) => peak[part] - (without[round]?.peak[part] ?? 0)))) / STALLED;
  return { resident: of('resident'), heap: of('heap'), unread: of('unread') };
}

async function scenario(cleanUp: CleanUp): Promise<readonly string[]> {
  const house = await openHouse('stalled', { roles: ['web,worker'] }, cleanUp);
  const actor = { kind: 'system', job: 'chaos' } as const;
  const person = { username: USERNAME, name: USERNAME, role: 'agent', password: PASSWORD } as const;
  await house.db.query(`insert into groups (id, name) values ('chaos', 'chaos')`);
  await createUser({ db: house.db, actor }, { ...person, groupId: 'chaos' });
  const cookie = await signIn(house.door.origin, USERNAME);
  const readers: Client[] = [];
  for (let n = 0; n < READERS; n += 1) readers.push(await openClient(house.door.origin, cookie, cleanUp));
  const run = (name: string, stalled: number) => storm(house, cookie, readers, { name, stalled }, cleanUp);
  await run('warm-up', 0);
  const [without, beside]: [Storm[], Storm[]] = [[], []];
  for (let round = 1; round <= ROUNDS; round += 1) {
    without.push(await run(`round ${round}, everybody reads`, 0));
    beside.push(await run(`round ${round}, ${STALLED} do not`, STALLED));
  }
  const cost = costOf(without, beside);
  const costMb = (Math.max(cost.resident, cost.heap) + cost.unread) / MB;
  console.log(
    `a stalled client: resident ${inMb(cost.resident)}, heap ${inMb(cost.heap)}, unread ${inMb(cost.unread)}`,
  );
  console.log(`a stalled client costs ${costMb.toFixed(1)} MB (limit ${LIMIT_MB} MB)`);
  const kept = beside.filter(({ dropped }) => dropped !== STALLED).length;
  return [
    ...(costMb > LIMIT_MB ? [`a stalled client costs ${costMb.toFixed(1)} MB`] : []),
    ...(kept > 0 ? [`not all of the ${STALLED} stalled clients were dropped in ${kept} of ${ROUNDS} rounds`] : []),
    ...(beside.some(({ unreadAfter }) => unreadAfter > LEFT_LIMIT)
      ? ['what waited for the dropped clients is still held after them']
      : []),
    ...(without.some(({ dropped }) => dropped > 0) ? ['a client that reads was dropped'] : []),
    ...(readers.every(({ connected }) => connected) ? [] : ['a client that reads lost its connection']),
  ];
}

/**
 * Clients that stop reading while everybody is told a great deal: what each costs the server, beside the same storm without
 * them, and whether it is dropped while all others hear everything.
 */
export const run = (): Promise<readonly string[]> => withCleanUp(scenario);

import { until } from '@/bench/until';
import type { Random } from '../random';
import type { House, ServerProcess } from './house';

/** Something that goes wrong while pushes arrive; resolves when everything is back. Throws when a promise was broken by it. */
export interface Fault {
  readonly name: string;
  readonly strike: (house: House) => Promise<void>;
}

const STOP_LIMIT_MS = 25_000;
const BACK_LIMIT_MS = 60_000;
const NEXT_LIMIT_MS = 120_000;

const kill = (which: (house: House) => ServerProcess | undefined) => async (house: House) => {
  const node = which(house);
  await node?.end('SIGKILL');
  await node?.start();
};
const worker = ({ nodes }: House) => nodes.at(-1);
const web = ({ door }: House) => door;

/** What orchestrators do at every deployment: asked to end, it ends in time and cleanly. */
const deploy = (which: (house: House) => ServerProcess | undefined) => async (house: House) => {
  const node = which(house);
  const startedMs = performance.now();
  const code = await node?.end('SIGTERM');
  const tookMs = performance.now() - startedMs;
  if (code !== 0 || tookMs > STOP_LIMIT_MS)
    throw new Error(`SIGTERM: ${node?.roles} ended with code ${code} after ${tookMs.toFixed(0)} ms`);
  await node?.start();
};

/** PostgreSQL is started again by whoever keeps it; over once another process answers. */
async function killPostgres({ postgres, db }: House): Promise<void> {
  const pid = postgres.pid();
  if (pid === null) return;
  process.kill(pid, 'SIGKILL');
  await until('PostgreSQL is back', BACK_LIMIT_MS, async () => {
    if (postgres.pid() === pid) return false;
    return db.query('select 1').then(
      () => true,
      () => false,
    );
  });
}

/** Every connection of the product, at one moment. */
async function cutConnections({ db }: House): Promise<void> {
  await db.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where datname = current_database() and application_name like 'tidewatch%'`,
  );
}

export const FAULTS: readonly Fault[] = [
  { name: 'kill -9 web', strike: kill(web) },
  { name: 'kill -9 worker', strike: kill(worker) },
  { name: 'kill -9 PostgreSQL', strike: killPostgres },
  { name: 'all connections cut', strike: cutConnections },
  { name: 'SIGTERM web', strike: deploy(web) },
  { name: 'SIGTERM worker', strike: deploy(worker) },
];

export interface Strike {
  readonly fault: Fault;
  /** Strikes once so many pushes have been sent. */
  readonly after: number;
}

/** Every kind of fault as often as the others, in a random order, at random moments of the whole run. */
export function strikesOf(count: number, pushes: number, random: Random, kinds: readonly Fault[] = FAULTS): Strike[] {
  const gap = pushes / (count + 1);
  const faults = Array.from({ length: count }, (_, index) => kinds[index % kinds.length]);
  for (let at = faults.length - 1; at > 0; at -= 1) {
    const other = random.below(at + 1);
    [faults[at], faults[other]] = [faults[other], faults[at]];
  }
  return faults.flatMap((fault, index) =>
    fault ? [{ fault, after: Math.floor(gap * (index + 0.5 + random.next())) }] : [],
  );
}

/** Strikes, one after the other, while pushes are sent; `sent` says how many have been. Prints each with its time. */
export async function strikeAll(house: House, strikes: readonly Strike[], sent: () => number): Promise<void> {
  const begunMs = performance.now();
  for (const { fault, after } of strikes) {
    await until(`${after} pushes are sent`, NEXT_LIMIT_MS, async () => sent() >= after);
    const startedMs = performance.now();
    await fault.strike(house);
    const [at, took] = [startedMs - begunMs, performance.now() - startedMs];
    console.log(`${(at / 1000).toFixed(1)} s, after ${sent()} pushes: ${fault.name}, back in ${took.toFixed(0)} ms`);
  }
}

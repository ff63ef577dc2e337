import { createReadStream } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Database, openDatabase } from '@/db/client';
import { startEmbedded } from '@/db/embedded';
import { migrate } from '@/db/migrate';
import type { Context, UserActor } from '@/server/context';
import type { Keyring } from '@/server/privacy/keyring';
import { openKeyring } from '@/server/privacy/open-keyring';
import { type CleanUp, withCleanUp } from './clean-up';
import { AGENTS, fillOrders, groupOf, PEOPLE } from './lists/fill';
import type { Shape } from './lists/shape';
import { shapesOf } from './lists/shapes';
import { type WatchedDb, watched } from './lists/watched-db';
import type { BenchResult } from './main';

const ORDERS = 1_000_000;
const ROUNDS = 300;
const WARM_UP = 50;
/** On a busy machine the longest statement may take so many times what the bare SQL needs there. */
const STATEMENT_SHARE = 3;

interface Measured {
  readonly shape: string;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
  readonly longestStatementP99Ms: number;
  readonly bareSqlP50Ms: number;
  readonly bareSqlP99Ms: number;
  readonly limitMs: number;
  readonly statementLimitMs: number | null;
}

const at = (sorted: readonly number[], share: number): number =>
  Number((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN).toFixed(2));
const sortedOf = (values: readonly number[]): number[] => values.toSorted((a, b) => a - b);

async function timed(work: () => Promise<unknown>): Promise<readonly [number, unknown]> {
  const startedMs = performance.now();
  const answer = await work();
  return [performance.now() - startedMs, answer];
}

async function measure(shape: Shape, { takeLongestMs }: WatchedDb, count: number): Promise<Measured> {
  const [calls, statements, bare]: [number[], number[], number[]] = [[], [], []];
  for (let round = -WARM_UP; round < ROUNDS; round += 1) {
    const order = 1 + ((Math.abs(round) * 104_729 + 17) % count);
    const [bareMs] = await timed(() => shape.bare(order));
    takeLongestMs();
    const [callMs, answer] = await timed(() => shape.ask(order));
    const statementMs = takeLongestMs();
    if (shape.rowsOf?.(answer) === 0) throw new Error(`${shape.name}: nothing was found for order ${order}`);
    if (round < 0) continue;
    calls.push(callMs);
    statements.push(statementMs);
    bare.push(bareMs);
  }
  const [sorted, sortedBare] = [sortedOf(calls), sortedOf(bare)];
  return {
    shape: shape.name,
    ...{ p50Ms: at(sorted, 0.5), p95Ms: at(sorted, 0.95), p99Ms: at(sorted, 0.99) },
    longestStatementP99Ms: at(sortedOf(statements), 0.99),
    ...{ bareSqlP50Ms: at(sortedBare, 0.5), bareSqlP99Ms: at(sortedBare, 0.99) },
    limitMs: shape.limitMs,
    statementLimitMs: shape.statementMs,
  };
}

/** `kept`: the folder whose data is used again and stays; otherwise one of its own, removed in the end. */
async function openStore(cleanUp: CleanUp, kept?: string): Promise<{ db: Database; dataDir: string }> {
  const dataDir = kept ?? path.join(tmpdir(), `tidewatch-bench-lists-${process.pid}`);
  if (kept === undefined) cleanUp.add(() => rm(dataDir, { recursive: true, force: true }));
  const server = await startEmbedded(dataDir);
  cleanUp.add(() => server.stop());
  const db = openDatabase({ url: server.url, max: 8 });
  cleanUp.add(() => db.close());
  await migrate(db);
  return { db, dataDir };
}

async function readFile(file: string): Promise<void> {
  try {
    for await (const _bytes of createReadStream(file));
  } catch (error) {
    // The database removes files of its own while it runs.
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
  }
}

/** Reads every file of the database once, as hours of work would have: what is measured is the database, not a disk that wakes. */
async function readThrough(folder: string): Promise<void> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  for (const entry of entries) if (entry.isFile()) await readFile(path.join(entry.parentPath, entry.name));
}

function peopleOf(db: Database, keyring: Context['keyring']) {
  const contextOf = (userId: string, role: UserActor['role'], groupId: string | null): Context<UserActor> => ({
    ...{ db, keyring, origin: 'https://bench.example', isLoopbackAllowed: false },
    ...{ wakeFeed: () => {}, wakeOutbox: () => {} },
    actor: { kind: 'user', userId, sessionId: '', username: userId, name: userId, role, groupId, grants: [] },
  });
  return {
    agent: (order: number) => contextOf(`bench-agent-${order % AGENTS}`, 'agent', groupOf(order)),
    manager: () => contextOf('bench-manager', 'manager', null),
  };
}

/** Fills an empty store; one that was kept is used as it was filled. */
async function ensureFilled(db: Database, keyring: Keyring, count: number): Promise<void> {
  const [orders] = await db.query<{ n: string }>('select count(*) as n from orders');
  if (orders?.n === String(count)) return;
  if (orders?.n !== '0')
    throw new Error(`the folder holds ${orders?.n} orders, not ${count}: name another, or remove it`);
  const [filledMs] = await timed(() => fillOrders(db, keyring, count));
  console.log(`${count.toLocaleString('en')} open orders filled in ${(filledMs / 1_000).toFixed(0)} s`);
}

const isSlow = ({ p95Ms, limitMs, longestStatementP99Ms, statementLimitMs, bareSqlP99Ms }: Measured): boolean =>
  p95Ms > limitMs ||
  (statementLimitMs !== null && longestStatementP99Ms > Math.max(statementLimitMs, STATEMENT_SHARE * bareSqlP99Ms));

async function measureAll(cleanUp: CleanUp, count: number, kept?: string): Promise<BenchResult> {
  const { db, dataDir } = await openStore(cleanUp, kept);
  const keyring = await openKeyring({ dataDir, dataKeys: null }, db);
  await ensureFilled(db, keyring, count);
  await readThrough(path.join(dataDir, 'pgdata', 'base'));
  const watch = watched(db);
  const { agent, manager } = peopleOf(watch.db, keyring);
  const found: Measured[] = [];
  for (const shape of shapesOf(db, agent, manager)) {
    const measured = await measure(shape, watch, count);
    console.log(JSON.stringify(measured));
    found.push(measured);
  }
  const worst = Math.max(...found.map(({ p95Ms, limitMs }) => p95Ms / limitMs));
  const slow = found.filter(isSlow);
  for (const { shape } of slow) console.log(`over its limit: ${shape}`);
  return {
    bench: 'lists',
    value: Number(worst.toFixed(3)),
    limit: 1,
    ratio: Number(worst.toFixed(3)),
    pass: slow.length === 0,
  };
}

/**
 * Lists, the page of an order and every shape of a search, through the verbs that answer them, among open orders (1,000,000,
 * or as many as are given), each beside the bare SQL that reads the ids. `value` is the slowest share of a limit. A folder named
 * after the number keeps the data for the next run.
 */
export const run = ([given, kept]: readonly string[]): Promise<BenchResult> => {
  const count = given === undefined ? ORDERS : Number(given);
  if (!Number.isInteger(count) || count < PEOPLE) throw new Error(`how many orders? At least ${PEOPLE}, in digits`);
  return withCleanUp((cleanUp) => measureAll(cleanUp, count, kept));
};

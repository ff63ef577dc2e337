/**
 * Makes DATA_DIR a demo: fills its database when that is empty, and readies it for this start. Answers on stdout with one
 * line of JSON: {summary, logins, setupFile, followFile}.
 */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Database, openDatabase, type PooledDatabase } from '@/db/client';
import { startEmbedded } from '@/db/embedded';
import { migrate } from '@/db/migrate';
import type { UserActor } from '@/server/context';
import { foldCounters } from '@/server/jobs/fold-counters';
import type { Keyring } from '@/server/privacy/keyring';
import { openKeyring } from '@/server/privacy/open-keyring';
import { ensureDefaults } from '@/server/setup/ensure-defaults';
import { writeFollowed } from '@/sim/follow-file';
import { heedDecisions } from './demo/decisions';
import { addNoticeChannel, furnish } from './demo/furnish';
import { replayHistory, SEVEN_DAYS } from './demo/history';
import { addLinks } from './demo/links';
import { demoLogins } from './demo/logins';
import { openSeats } from './demo/seats';
import { simSetup } from './demo/sim-setup';
import { addStock } from './demo/stock';

const MARK = 'demo';
const SEED = 20_261_111;
/**
 * Thousands of tiny batches on tables without statistics: whole-table scans would be chosen again and again. A demo cut off
 * by a power failure is simply filled again, so its commits need not wait for the disk.
 */
const SMALL_BATCHES =
  'set synchronous_commit = off; set enable_seqscan = off; set enable_hashjoin = off; set enable_mergejoin = off';

/** 'begun': a demo was interrupted while it was filled. 'other': somebody works here for real. */
type Found = 'nothing' | 'begun' | 'ready' | 'other';

async function whatIsThere(db: Database): Promise<Found> {
  const [mark] = await db.query<{ value: string }>('select value from app_meta where key = $1', [MARK]);
  if (mark) return mark.value === 'ready' ? 'ready' : 'begun';
  const people = await db.query('select 1 from users limit 1');
  return people.length === 0 ? 'nothing' : 'other';
}

const setMark = (db: Database, value: Found) =>
  db.query('insert into app_meta (key, value) values ($1, $2) on conflict (key) do update set value = excluded.value', [
    MARK,
    value,
  ]);

async function prepare(db: Database): Promise<void> {
  await migrate(db);
  await ensureDefaults(db);
}

function managerOf(people: readonly UserActor[]): UserActor {
  const manager = people.find(({ role }) => role === 'manager');
  if (!manager) throw new Error('the cast of the demo has no manager');
  return manager;
}

async function fill(db: PooledDatabase, keyring: Keyring, url: string, followFile: string): Promise<string> {
  const begunAt = performance.now();
  await setMark(db, 'begun');
  const people = await furnish({ db, keyring });
  const single = openDatabase({ url, max: 1, isPipeline: true, applicationName: 'tidewatch-demo' });
  try {
    await single.query(SMALL_BATCHES);
    const history = await replayHistory({ db: single, keyring }, people, await db.now(), {
      seed: SEED,
      plan: SEVEN_DAYS,
    });
    await foldCounters(db);
    await addNoticeChannel({ db, keyring });
    await addLinks({ db, keyring });
    await addStock(db, managerOf(people));
    await db.query('analyze');
    await openSeats(db);
    writeFollowed(followFile, history.followed);
    await setMark(db, 'ready');
    const seconds = ((performance.now() - begunAt) / 1_000).toFixed(1);
    return `${history.orders} orders and ${history.cards} cards of seven days, played in ${seconds} s`;
  } finally {
    await single.close();
  }
}

async function readyDemo(dataDir: string): Promise<void> {
  const embedded = await startEmbedded(dataDir);
  const db = openDatabase({ url: embedded.url, max: 4, applicationName: 'tidewatch-demo' });
  try {
    await prepare(db);
    const found = await whatIsThere(db);
    if (found === 'other') throw new Error(`${dataDir} is in real use: set DATA_DIR to another folder for the demo`);
    if (found === 'begun') {
      await db.query('drop schema public cascade; create schema public');
      await prepare(db);
    }
    const inDataDir = (name: string) => path.join(dataDir, name);
    const followFile = inDataDir('demo-orders.json');
    if (found === 'ready') await heedDecisions(db, followFile);
    const keyring = await openKeyring({ dataKeys: process.env.DATA_KEYS ?? null, dataDir }, db);
    const summary =
      found === 'ready' ? 'as the last time left them' : await fill(db, keyring, embedded.url, followFile);
    const setupFile = inDataDir('demo-sim.json');
    writeFileSync(setupFile, JSON.stringify(await simSetup({ db, keyring })), { mode: 0o600 });
    const logins = await demoLogins(db, inDataDir('demo-logins.json'));
    console.log(JSON.stringify({ summary, logins, setupFile, followFile }));
  } finally {
    await db.close();
    await embedded.stop();
  }
}

const { DATA_DIR } = process.env;
if (DATA_DIR === undefined) throw new Error('DATA_DIR is not set');
await readyDemo(DATA_DIR).catch((error: unknown) => {
  console.log(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});

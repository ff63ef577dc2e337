import { hash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Database, openDatabase } from '@/db/client';
import { startEmbedded } from '@/db/embedded';
import { migrate } from '@/db/migrate';
import { SEALED_TEXT } from '@/server/audit/block';
import { writeCheckpoint } from '@/server/audit/checkpoint';
import { sealAudit } from '@/server/audit/seal';
import { verifyAudit } from '@/server/audit/verify';
import type { BenchResult } from './main';

const ROWS = 300_000;
const ROUNDS = 3;
const STEP = 20_000;
const GOAL_RATIO = 0.6;

/**
 * Rows sealed and rows verified a second, on a database with fsync. Verifying is held against the least it could do: the
 * same bytes from the same rows, read in pages and hashed, with nothing compared. Rounds alternate; medians count.
 */
export async function run(): Promise<BenchResult> {
  const dataDir = path.join(tmpdir(), `tidewatch-bench-audit-${process.pid}`);
  const server = await startEmbedded(dataDir);
  const db = openDatabase({ url: server.url, max: 2 });
  try {
    await migrate(db);
    // The first block says where this history begins; those measured come after it.
    await sealAudit(db);
    await fill(db);
    const sealing = await perSecond(async () => {
      while ((await sealAudit(db)) > 0);
    });
    await writeCheckpoint(db, { dataDir, auditKey: null });
    const [ours, plain]: [number[], number[]] = [[], []];
    for (let round = 0; round < ROUNDS; round += 1) {
      ours.push(await perSecond(() => verifyAll(db, dataDir)));
      plain.push(await perSecond(() => hashAll(db)));
    }
    console.log(`sealed: ${text(sealing)} rows/s`);
    console.log(`verified: median ${text(median(ours))} rows/s (rounds ${ours.map(text).join(' ')})`);
    console.log(`read and hashed: median ${text(median(plain))} rows/s (rounds ${plain.map(text).join(' ')})`);
    const [value, limit] = [Math.round(median(ours)), Math.round(median(plain))];
    const ratio = Math.round((value / limit) * 100) / 100;
    return { bench: 'audit', value, limit, ratio, pass: ratio >= GOAL_RATIO };
  } finally {
    await db.close();
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

/** Rows like those of a day at the desk. */
async function fill(db: Database): Promise<void> {
  await db.query(
    `insert into audit (actor, action, ref, detail)
     select 'user-' || i % 500, (array['tasks.claim', 'replies.send', 'tasks.dispose'])[1 + i % 3], i::text,
       jsonb_build_object('from', null, 'to', 'user-' || i % 77, 'disposition', 'false-alarm')
     from generate_series(1, $1::int) i`,
    [ROWS],
  );
}

async function verifyAll(db: Database, dataDir: string): Promise<void> {
  const { finding, rows } = await verifyAudit(db, { dataDir, auditKey: null });
  if (finding !== null || rows !== ROWS)
    throw new Error(`the log was not verified: ${JSON.stringify(finding)}, ${rows}`);
}

async function hashAll(db: Database): Promise<void> {
  let [last, bytes] = ['0', 0];
  for (;;) {
    const rows = await db.query<{ id: string; text: string }>(
      `select a.id::text as id, ${SEALED_TEXT} as text from audit a where a.id > $1::bigint order by a.id limit ${STEP}`,
      [last],
    );
    for (const row of rows) bytes += hash('sha256', row.text, 'buffer').length;
    last = rows.at(-1)?.id ?? last;
    if (rows.length < STEP) break;
  }
  if (bytes !== 32 * ROWS) throw new Error(`${bytes / 32} rows were hashed`);
}

async function perSecond(work: () => Promise<void>): Promise<number> {
  const startedMs = performance.now();
  await work();
  return (ROWS * 1000) / (performance.now() - startedMs);
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
const text = (value: number): string => Math.round(value).toLocaleString('en');

import type pg from 'pg';
import type { Instant } from '@/domain/clocks/instant';
import { KEEP_PLANS } from '@/server/pipeline/keep-plans';
import { poolStatements } from '@/server/pipeline/pool';
import { type SealedStatement, sealStatements } from '@/server/pipeline/seal-statements';
import { storeOrders } from '@/server/pipeline/store';
import { type CleanUp, withCleanUp } from './clean-up';
import { newRun } from './intake/orders';
import type { BenchResult } from './main';
import { copyAll, copyText, emptyTables, openCopy, type Row, rowsOf } from './pool/copy';
import { BARE, type House, INDEXED, startHouse } from './pool/house';
import { batchesOf, statementsOf } from './pool/statements';

const ROUNDS = 5;
const BATCHES = 25;
const BATCH_SIZE = 200;
const GOAL = 0.3;

/** Folds the batches into the pool, each in a transaction of its own, with the settings that the pipeline makes for it. */
async function poolAll({ db, keyring }: House, batches: readonly (readonly SealedStatement[])[], now: Instant) {
  for (const statements of batches) {
    await db.tx(async (tx) => {
      await tx.query(`select ${KEEP_PLANS}`);
      const orders = await poolStatements({ db: tx, keyring }, statements);
      await storeOrders({ db: tx, keyring }, orders, now);
    });
  }
}

/** Takes the statements of all batches apart, as the pipeline does before it opens the pool. */
function sealAll({ keyring }: House, run: string, now: Instant) {
  const batches = batchesOf(BATCHES, BATCH_SIZE).map((batch) => statementsOf(run, batch, now));
  const startedMs = performance.now();
  const sealed = batches.map((statements) => sealStatements(keyring, statements));
  return { sealed, sealMs: (performance.now() - startedMs) / BATCHES };
}

async function perSecond(work: () => Promise<void>): Promise<number> {
  const startedMs = performance.now();
  await work();
  return (BATCHES * BATCH_SIZE * 1000) / (performance.now() - startedMs);
}

interface Round {
  /** Orders a second. */
  readonly ours: number;
  readonly bare: number;
  readonly indexed: number;
  /** COPY that gets its bytes ready made. */
  readonly ready: number;
  /** What taking a batch apart took before. */
  readonly sealMs: number;
}

async function oneRound(house: House, client: pg.Client): Promise<Round> {
  const run = newRun();
  const now = await house.db.now();
  const { sealed, sealMs } = sealAll(house, run, now);
  const ours = await perSecond(() => poolAll(house, sealed, now));
  // Reading the rows back is not measured.
  const rows: (readonly Row[])[] = [];
  for (const batch of sealed)
    rows.push(
      await rowsOf(
        client,
        batch.map(({ event }) => event.orderNo),
      ),
    );
  await emptyTables(client);
  const bare = await perSecond(() => copyAll(client, BARE, rows, copyText));
  const indexed = await perSecond(() => copyAll(client, INDEXED, rows, copyText));
  const bytes = rows.map(copyText);
  await emptyTables(client);
  const ready = await perSecond(() => copyAll(client, BARE, bytes, (batch) => batch));
  return { ours, bare, indexed, ready, sealMs };
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

async function measure(cleanUp: CleanUp): Promise<BenchResult> {
  const house = await startHouse(cleanUp);
  const client = await openCopy(house.url, cleanUp);
  await oneRound(house, client);
  const rounds: Round[] = [];
  for (let round = 0; round < ROUNDS; round += 1) rounds.push(await oneRound(house, client));
  const print = (what: keyof Round) => rounds.map((round) => round[what].toFixed(0)).join(' ');
  const share = (limit: 'bare' | 'indexed' | 'ready') => median(rounds.map((round) => round.ours / round[limit]));
  console.log(`orders/s in batches of ${BATCH_SIZE}: pool ${print('ours')}, COPY ${print('bare')}`);
  console.log(`COPY with the indexes of the pool ${print('indexed')}: ratio ${share('indexed').toFixed(3)}`);
  console.log(`COPY of bytes that were made before ${print('ready')}: ratio ${share('ready').toFixed(3)}`);
  const sealMs = median(rounds.map((round) => round.sealMs));
  const whole = median(rounds.map(({ ours, bare }) => 1 / bare / (1 / ours + sealMs / (BATCH_SIZE * 1000))));
  console.log(
    `taking a batch apart: ${sealMs.toFixed(1)} ms before; counted in, the ratio to bare COPY is ${whole.toFixed(3)}`,
  );
  const ratio = share('bare');
  return {
    bench: 'pool',
    value: Math.round(median(rounds.map((round) => round.ours))),
    limit: Math.round(median(rounds.map((round) => round.bare))),
    ratio: Number(ratio.toFixed(3)),
    pass: ratio >= GOAL,
  };
}

/**
 * Orders a second that the pool step brings together with those stored and writes, half of them new and half known, one
 * transaction a batch; beside COPY of the very rows that come of it, every column, in the same batches, into a table without
 * any index. Both begin with what is in memory and make it into what is sent; COPY reads nothing back, locks, joins, folds and
 * checks nothing. What COPY does with bytes that were made before is printed beside it. Statements come cleaned and taken
 * apart, which is done before the step and printed too. What sealing the receivers costs in memory is in our time, though
 * their rows are written by a later statement that is not measured.
 */
export const run = (): Promise<BenchResult> => withCleanUp(measure);

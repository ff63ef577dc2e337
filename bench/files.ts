import { hash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { parse } from 'csv-parse';
import { type Database, openDatabase } from '@/db/client';
import { startEmbedded } from '@/db/embedded';
import { migrate } from '@/db/migrate';
import { getImport } from '@/server/imports/get';
import { receiveFile } from '@/server/imports/receive';
import { workUntilItWaits } from '@/server/imports/work';
import { createLog } from '@/server/log';
import { parseKeyring } from '@/server/privacy/keyring';
import type { BenchResult } from './main';

const ROWS = 1_000_000;
const GOAL_RSS_MB = 400;
const LINES_A_PIECE = 500;
const BASE_AT = Date.parse('2026-10-01T00:00:00Z');
const HEADER =
  '订单编号,买家会员名,买家应付货款,买家应付邮费,总金额,买家实际支付金额,订单状态,买家留言,收货人姓名,收货地址,联系手机,订单创建时间,订单付款时间,宝贝标题,物流单号,物流公司,订单备注,退款金额\r\n';
const actor = { kind: 'system', job: 'bench-files' } as const;

const timeText = (at: number): string => new Date(at).toISOString().slice(0, 19).replace('T', ' ');

/** One order as a seller page exports it; the same for the same number. */
function line(n: number): string {
  const seed = hash('sha1', String(n), 'buffer');
  const fen = 100 + (seed.readUInt32LE() % 500_000);
  const yuan = `${Math.floor(fen / 100)}.${String(fen % 100).padStart(2, '0')}`;
  const at = BASE_AT + n * 2_000;
  return `="26${String(n).padStart(14, '0')}",t**${n % 9},${yuan},0.00,${yuan}元,${yuan},买家已付款，等待卖家发货,,李**,浙江省 杭州市 滨江区 网商路${n % 900}号,'138****${String(n % 10_000).padStart(4, '0')},${timeText(at)},${timeText(at + 30_000)},潮汐马克杯 白色,,-,,0.00\r\n`;
}

/** A file of that many orders, made while it is read. */
async function* fileOf(rows: number): AsyncGenerator<Buffer> {
  yield Buffer.from(`\ufeff${HEADER}`);
  for (let from = 0; from < rows; from += LINES_A_PIECE) {
    const size = Math.min(LINES_A_PIECE, rows - from);
    yield Buffer.from(Array.from({ length: size }, (_, index) => line(from + index)).join(''));
  }
}

/** Rows a second of the bare parser over the same file, doing nothing with them. */
async function bareParse(rows: number): Promise<number> {
  const beganAt = performance.now();
  let read = 0;
  const parser = parse({ bom: true, relax_quotes: true });
  for await (const _ of Readable.from(fileOf(rows)).pipe(parser)) read += 1;
  if (read !== rows + 1) throw new Error(`the bare parser read ${read} rows`);
  return rows / ((performance.now() - beganAt) / 1_000);
}

/** The most memory this process has held since `watch` began, in MB. */
function watchMemory(): () => number {
  let most = 0;
  const look = () => {
    most = Math.max(most, process.memoryUsage.rss());
  };
  const timer = setInterval(look, 50);
  return () => {
    look();
    clearInterval(timer);
    return Math.round(most / 1024 / 1024);
  };
}

async function receiveAndCheck(db: Database, rows: number) {
  const keyring = parseKeyring(
    `index:${Buffer.alloc(32, 1).toString('base64')},k1:${Buffer.alloc(32, 2).toString('base64')}`,
  );
  await db.query(`insert into groups (id, name) values ('bench', 'bench')`);
  await db.query(
    `insert into shops (id, name, platform, channel, group_id) values ('bench', 'bench', 'taobao', 'csv', 'bench')`,
  );
  const beganAt = performance.now();
  const named = { shopId: 'bench', fileName: 'bench.csv', exportedAt: null };
  const fileId = await receiveFile({ db, keyring, actor }, named, fileOf(rows));
  const receivedAt = performance.now();
  const state = await workUntilItWaits({ db, keyring, log: createLog('silent'), onStored: () => {} }, fileId);
  const { summary } = await getImport({ db, actor }, { fileId });
  if (state !== 'checked' || summary?.orders !== rows || summary.refused !== 0) {
    throw new Error(`the file was not read whole: ${state}, ${summary?.orders} orders`);
  }
  const [receiveS, checkS] = [receivedAt - beganAt, performance.now() - receivedAt].map((ms) => ms / 1_000) as [
    number,
    number,
  ];
  return { receiveS, checkS };
}

/**
 * A file of a million orders (or as many as the argument says) received sealed into the database and checked: read, judged,
 * compared with what is stored. The goal is the memory of this process; the rate stands beside a bare parse of the same file.
 */
export async function run([given]: readonly string[]): Promise<BenchResult> {
  const rows = given === undefined ? ROWS : Number(given);
  if (!Number.isInteger(rows) || rows < 1) throw new Error('usage: npm run bench -- files [ROWS]');
  const dataDir = path.join(tmpdir(), `tidewatch-bench-files-${process.pid}`);
  const server = await startEmbedded(dataDir);
  const db = openDatabase({ url: server.url, max: 4 });
  try {
    await migrate(db);
    const memory = watchMemory();
    const { receiveS, checkS } = await receiveAndCheck(db, rows);
    const peakMb = memory();
    const bare = await bareParse(rows);
    const text = (value: number) => Math.round(value).toLocaleString('en');
    console.log(`received: ${receiveS.toFixed(1)} s; checked: ${checkS.toFixed(1)} s, ${text(rows / checkS)} rows/s`);
    console.log(`received and checked: ${text(rows / (receiveS + checkS))} rows/s; bare parse: ${text(bare)} rows/s`);
    console.log(`most memory of this process: ${peakMb} MB`);
    const ratio = Math.round((peakMb / GOAL_RSS_MB) * 100) / 100;
    return { bench: 'files', value: peakMb, limit: GOAL_RSS_MB, ratio, pass: peakMb <= GOAL_RSS_MB };
  } finally {
    await db.close();
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

import fs from 'node:fs';
import path from 'node:path';
import iconv from 'iconv-lite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aShop } from '@/db/testing/builders';
import { type TestDatabase, testDatabase } from '@/db/testing/database';
import { hasShared, SHARED_DIR } from '@/db/testing/shared';
import type { Actor } from '../context';
import { createLog } from '../log';
import { type PipelineWorker, startPipeline } from '../pipeline/worker';
import { appRouter } from '../root';
import { createRuleSetCache } from '../rules/active';
import { ensureDefaults } from '../setup/ensure-defaults';
import { anActor, quietServices, requestOf } from '../testing/acting';
import { checkedFile, importedFile, importWork, problemsOf, type TestFile } from '../testing/imports';
import { createCaller } from '../trpc';
import { confirmImport } from './confirm';
import { getImport } from './get';
import { type ImportWork, workOnImports, workUntilItWaits } from './work';

/** Orders of the real month that are imported a second time. */
const PART = 2_000;
const header = '订单编号,总金额,买家实际支付金额,收货地址 ,订单创建时间,订单付款时间 ,退款金额';
const log = createLog('silent');
const actor: Actor = { kind: 'system', job: 'test' };
let db: TestDatabase;
let work: ImportWork;
let pipeline: PipelineWorker;

beforeAll(async () => {
  db = await testDatabase({ isPipeline: true });
  await ensureDefaults(db);
  pipeline = startPipeline({ ...quietServices(db), rules: createRuleSetCache(), log, onCommitted: () => {} });
  work = importWork(db, () => pipeline.wake());
});
afterAll(() => pipeline.stop());

const fileOf = (shopId: string, rows: readonly string[], values: Partial<TestFile> = {}): TestFile => ({
  shopId,
  bytes: Buffer.from([header, ...rows].join('\r\n')),
  ...values,
});
const run = (file: TestFile, who: Actor = actor) => importedFile(work, who, file);
const check = (file: TestFile, who: Actor = actor) => checkedFile(work, who, file);
const unpaid = '4120000000000000001,178.8,0.0,上海,2020-02-21 00:00:00,,0.0';
const paid = '4120000000000000002,21.0,21.0,内蒙古自治区,2020-02-20 23:59:54,2020-02-21 00:00:02,0.0';
const refunded = '4120000000000000003,37.5,0.0,安徽省,2020-02-20 23:59:35,2020-02-20 23:59:40,37.5';
const counts = async (shopId: string) => {
  const [row] = await db.query<{ keys: number; events: number; runs: number; conflicts: number }>(
    `select (select count(*)::int from inbox_keys where shop_id = $1) as keys,
       (select count(*)::int from order_events e join orders o on o.id = e.order_id where o.shop_id = $1) as events,
       (select count(*)::int from import_runs where shop_id = $1) as runs,
       (select count(*)::int from inbox_conflicts where shop_id = $1) as conflicts`,
    [shopId],
  );
  return row;
};
const orderOf = async (shopId: string, no: string) => {
  const [row] = await db.query<Record<string, unknown>>('select * from orders where shop_id = $1 and order_no = $2', [
    shopId,
    no,
  ]);
  return row;
};
const refusalOf = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: unknown) => error,
  );

describe('importing a report', () => {
  it('brings its orders through the pipeline, with sums equal to the file’s to the fen', async () => {
    const { shopId } = await aShop(db);
    const result = await run(fileOf(shopId, [unpaid, paid, refunded]));
    const sums = { amountFen: 23_730, paidFen: 2_100, refundFen: 3_750 };
    expect(result).toMatchObject({ state: 'done', stored: 3, unreadable: 0, isEqual: true });
    expect(result.summary).toMatchObject({ ...sums, rows: 3, orders: 3 });
    expect(result.effects).toEqual({ new: 3, changed: 0, same: 0, older: 0 });
    expect(result.inDatabase).toEqual({ orders: 3, ...sums });
    expect(await orderOf(shopId, '4120000000000000001')).toMatchObject({ status: 'unpaid', province: '上海' });
    expect(await orderOf(shopId, '4120000000000000002')).toMatchObject({ status: 'to_ship', is_history: true });
    expect(await orderOf(shopId, '4120000000000000003')).toMatchObject({ status: 'cancelled', refund_fen: 3_750 });
  });

  it('notes the run and an audit row with who, which file and how many rows, and nothing of its content', async () => {
    const { shopId, groupId } = await aShop(db);
    const manager = await anActor(db, { role: 'manager', groupId });
    await run(fileOf(shopId, [paid]), manager);
    const [noted] = await db.query<{ id: string }>('select * from import_runs where shop_id = $1', [shopId]);
    expect(noted).toMatchObject({ actor: manager.userId, rows_total: 1, rows_new: 1, finished_at: expect.any(Number) });
    const rows = await db.query('select actor, detail from audit where action = $1 and ref = $2', [
      'imports.create',
      noted?.id,
    ]);
    expect(rows).toEqual([
      { actor: manager.userId, detail: { shopId, fileName: 'report.csv', rows: 1, sha256: expect.any(String) } },
    ]);
  });

  it('again adds nothing', async () => {
    const { shopId } = await aShop(db);
    const file = fileOf(shopId, [unpaid, paid, refunded]);
    await run(file);
    const before = await counts(shopId);
    const again = await run(file);
    expect(again).toMatchObject({ stored: 0, isEqual: true, effects: { new: 0, changed: 0, same: 3, older: 0 } });
    expect(await counts(shopId)).toEqual({ ...before, runs: 2 });
  });

  it('of one shop goes one file at a time', async () => {
    const { shopId } = await aShop(db);
    const [one, other] = [await check(fileOf(shopId, [unpaid])), await check(fileOf(shopId, [unpaid, paid]))];
    await confirmImport({ db, actor }, { fileId: one.fileId, take: 'whole' });
    const second = { fileId: other.fileId, take: 'whole' } as const;
    expect(await refusalOf(confirmImport({ db, actor }, second))).toMatchObject({ code: 'conflict' });
    await workUntilItWaits(work, one.fileId);
    await confirmImport({ db, actor }, second);
    await workUntilItWaits(work, other.fileId);
    expect(await counts(shopId)).toMatchObject({ keys: 2, conflicts: 0 });
  });

  it('in GBK gives the very same orders', async () => {
    const { shopId } = await aShop(db);
    const file = fileOf(shopId, [paid]);
    await run({ ...file, bytes: iconv.encode(file.bytes.toString(), 'gbk') });
    expect(await orderOf(shopId, '4120000000000000002')).toMatchObject({ province: '内蒙古自治区' });
  });

  it('that was cut off at any point goes on from there and adds nothing twice', async () => {
    const { shopId } = await aShop(db);
    const rows = Array.from(
      { length: 900 },
      (_, n) => `${1_000 + n},2.0,2.0,上海,2020-02-20 10:00:00,2020-02-20 10:00:05,0.0`,
    );
    const { fileId } = await check(fileOf(shopId, rows));
    await confirmImport({ db, actor }, { fileId, take: 'whole' });
    for (let stored = 0; stored < 2; stored += 1) {
      let chunks = 0;
      const dying = {
        ...work,
        hasRoom: () => {
          chunks += 1;
          if (chunks === 2) throw new Error('the plug was pulled');
          return true;
        },
      };
      expect(await workOnImports(dying, fileId)).toBe(true);
      // As after a kill: the lease runs out.
      await db.query('update import_files set lease_until = now() where id = $1', [fileId]);
    }
    await workUntilItWaits(work, fileId);
    const done = await getImport({ db, actor }, { fileId });
    expect(done).toMatchObject({ state: 'done', stored: 900, isEqual: true, effects: { new: 900, same: 0 } });
    expect(await counts(shopId)).toMatchObject({ keys: 900, events: 900, conflicts: 0, runs: 1 });
    expect(await db.query('select 1 from import_chunks where file_id = $1', [fileId])).toEqual([]);
  });

  it('keeps a cell that looks like a formula as the text it is', async () => {
    const { shopId } = await aShop(db);
    await run(fileOf(shopId, ['7,1.0,1.0,=1+1,2020-02-20 23:59:54,2020-02-21 00:00:02,0.0']));
    expect(await orderOf(shopId, '7')).toMatchObject({ province: '=1+1' });
  });
});

describe('a later report of the same orders', () => {
  const later = paid.replace('21.0,21.0', '21.0,16.0').replace(/0\.0$/, '5.0');
  const newest = '4120000000000000009,1.0,1.0,上海,2020-02-25 00:00:00,2020-02-25 00:00:01,0.0';

  it('is shown with every change before it is made, and then makes those changes', async () => {
    const { shopId } = await aShop(db);
    await run(fileOf(shopId, [unpaid, paid]));
    const file = fileOf(shopId, [newest, unpaid, later]);
    const shown = (await check(file)).summary;
    expect(shown?.effects).toEqual({ new: 1, changed: 1, same: 1, older: 0 });
    expect(shown?.changes).toEqual([
      {
        orderNo: '4120000000000000002',
        before: expect.objectContaining({ status: 'to_ship', paidFen: 2_100, refundFen: 0 }),
        after: expect.objectContaining({ status: 'to_ship', paidFen: 1_600, refundFen: 500 }),
      },
    ]);
    expect(await counts(shopId)).toMatchObject({ keys: 2, runs: 1 });
    expect(await run(file)).toMatchObject({ stored: 2, isEqual: true, effects: shown?.effects });
    expect(await orderOf(shopId, '4120000000000000002')).toMatchObject({ paid_fen: 1_600, refund_fen: 500 });
  });

  it('wins even when it names no newer time', async () => {
    const { shopId } = await aShop(db);
    await run(fileOf(shopId, [paid]));
    expect(await run(fileOf(shopId, [later]))).toMatchObject({ stored: 1, isEqual: true });
    expect(await orderOf(shopId, '4120000000000000002')).toMatchObject({ refund_fen: 500 });
  });

  it('is not undone by an older report that is imported after it', async () => {
    const { shopId } = await aShop(db);
    await run(fileOf(shopId, [later, newest]));
    const old = await run(fileOf(shopId, [paid]));
    expect(old).toMatchObject({ stored: 0, isEqual: false, effects: { new: 0, changed: 0, same: 0, older: 1 } });
    expect(await orderOf(shopId, '4120000000000000002')).toMatchObject({ refund_fen: 500 });
  });

  it('can return an order to what an earlier report said', async () => {
    const { shopId } = await aShop(db);
    await run(fileOf(shopId, [paid]));
    await run(fileOf(shopId, [later, newest]));
    const last = newest.replaceAll('2020-02-25', '2020-02-26').replace('0009', '0010');
    expect(await run(fileOf(shopId, [paid, last]))).toMatchObject({ isEqual: true });
    expect(await orderOf(shopId, '4120000000000000002')).toMatchObject({ paid_fen: 2_100, refund_fen: 0 });
  });
});

describe('a file with something wrong in it', () => {
  it('is refused with a list of lines, columns, values and reasons, and nothing of it is imported', async () => {
    const { shopId } = await aShop(db);
    const file = fileOf(shopId, [
      paid,
      '4.12E+18,1.0,1.0,上海,2020-02-20 23:59:54,,0.0',
      '5,很多很多很多很多很多很多很多很多很多很多很多很多很多很多,-3,上海,2020-02-30 10:00:00,,0.0',
      paid,
      '6,1.0',
    ]);
    const { fileId, summary, state } = await check(file);
    expect(state).toBe('checked');
    expect(summary).toMatchObject({
      rows: 5,
      orders: 1,
      refused: 4,
      problems: 6,
      amountFen: 2_100,
      effects: { new: 1 },
    });
    const whole = { fileId, take: 'whole' } as const;
    expect(await refusalOf(confirmImport({ db, actor }, whole))).toMatchObject({ code: 'invalid' });
    const problems = await problemsOf(db, fileId);
    expect(problems.map(({ row, column }) => [row, column])).toEqual([
      [2, '订单编号'],
      [3, '订单创建时间'],
      [3, '总金额'],
      [3, '买家实际支付金额'],
      [4, '订单编号'],
      [5, ''],
    ]);
    expect(problems[0]).toMatchObject({ value: '4.12E+18', reason: expect.stringContaining('"code":"shortened"') });
    expect(problems[2]?.value.length).toBeLessThan(30);
    expect(problems[4]?.reason).toBe('stands on row 1 already');
    expect(await counts(shopId)).toEqual({ keys: 0, events: 0, runs: 0, conflicts: 0 });
  });

  it('gives its good rows where somebody decides so, and the record says how many were left out', async () => {
    const { shopId } = await aShop(db);
    const file = fileOf(shopId, [paid, '4.12E+18,1.0,1.0,上海,2020-02-20 23:59:54,,0.0', unpaid]);
    const done = await importedFile(work, actor, file, 'good');
    expect(done).toMatchObject({ state: 'done', stored: 2, isEqual: true, summary: { orders: 2, refused: 1 } });
    expect(await db.query('select rows_refused, rows_new from import_runs where shop_id = $1', [shopId])).toEqual([
      { rows_refused: 1, rows_new: 2 },
    ]);
  });
});

describe('an import is refused', () => {
  it('for a shop that does not exist', async () => {
    expect(await refusalOf(check(fileOf('nowhere', [paid])))).toMatchObject({ code: 'not-found' });
  });

  it.each(['agent', 'supervisor'] as const)('to a person who is %s', async (role) => {
    const { shopId, groupId } = await aShop(db);
    const person = await anActor(db, { role, groupId });
    expect(await refusalOf(check(fileOf(shopId, [paid]), person))).toMatchObject({ code: 'forbidden' });
    expect(await counts(shopId)).toMatchObject({ keys: 0, runs: 0 });
  });
});

describe('the list of imports', () => {
  it('names who imported which file, and where files can go', async () => {
    const { shopId } = await aShop(db);
    const manager = await anActor(db, { role: 'manager' });
    await run(fileOf(shopId, [paid]), manager);
    const caller = createCaller(appRouter)(requestOf(db, manager));
    const { runs, shops } = await caller.imports.list();
    expect(runs[0]).toMatchObject({
      shopId,
      fileName: 'report.csv',
      rowsNew: 1,
      paidFen: 2_100,
      actorName: expect.stringContaining(manager.userId),
    });
    expect(shops).toContainEqual(expect.objectContaining({ id: shopId, platform: 'taobao' }));
  });

  it('is not for agents and supervisors', async () => {
    for (const role of ['agent', 'supervisor'] as const) {
      const caller = createCaller(appRouter)(requestOf(db, await anActor(db, { role })));
      await expect(caller.imports.list()).rejects.toMatchObject({ code: 'FORBIDDEN' });
    }
  });
});

if (!hasShared) console.warn('SKIPPED: the real order report beside the project is absent');

it.skipIf(!hasShared)(
  'a real month of 28,010 orders is imported with every sum equal to the file’s, and a part of it again adds nothing',
  { timeout: 240_000 },
  async () => {
    const { shopId } = await aShop(db);
    const bytes = fs.readFileSync(path.join(SHARED_DIR, 'data/tmall-orders-2020-02.csv'));
    const file = fileOf(shopId, [], { bytes });
    const sums = { amountFen: 299_576_061, paidFen: 190_248_715, refundFen: 57_233_592 };
    const result = await run(file);
    expect(result).toMatchObject({ stored: 28_010, unreadable: 0, isEqual: true });
    expect(result.summary).toMatchObject({ ...sums, rows: 28_010, refused: 0, effects: { new: 28_010 } });
    const states = await db.query<{ status: string; n: number }>(
      'select status, count(*)::int n from orders where shop_id = $1 group by 1 order by 1',
      [shopId],
    );
    expect(states).toEqual([
      { status: 'cancelled', n: 5_132 },
      { status: 'to_ship', n: 18_955 },
      { status: 'unpaid', n: 3_923 },
    ]);
    const [cards] = await db.query<{ n: number }>(
      'select count(*)::int n from tasks t join orders o on o.id = t.order_id where o.shop_id = $1',
      [shopId],
    );
    expect(cards?.n).toBe(0);
    const part = Buffer.from(
      bytes
        .toString()
        .split('\n')
        .slice(0, 1 + PART)
        .join('\n'),
    );
    const again = await run({ ...file, bytes: part });
    expect(again).toMatchObject({ stored: 0, isEqual: true, effects: { new: 0, changed: 0, same: PART, older: 0 } });
  },
);

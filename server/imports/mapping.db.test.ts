import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aShop } from '@/db/testing/builders';
import { type TestDatabase, testDatabase } from '@/db/testing/database';
import type { Cell } from '@/domain/files/csv-line';
import type { Layout } from '../channels/csv/layout';
import { workbookFile } from '../exports/workbook-file';
import { createLog } from '../log';
import { type PipelineWorker, startPipeline } from '../pipeline/worker';
import { createRuleSetCache } from '../rules/active';
import { ensureDefaults } from '../setup/ensure-defaults';
import { actingAs, contextOf, quietServices } from '../testing/acting';
import { checkedFile, givenUp, importedFile, importWork, problemsOf } from '../testing/imports';
import { confirmImport } from './confirm';
import { getImport } from './get';
import { listMappings } from './mappings';
import { removeMapping } from './remove-mapping';
import { sampleFile } from './sample';
import { saveMapping } from './save-mapping';
import { sweepImports } from './sweep';
import { type ImportWork, workUntilItWaits } from './work';

let db: TestDatabase;
let work: ImportWork;
let pipeline: PipelineWorker;
let shopId: string;
let groupId: string;
type Manager = Awaited<ReturnType<typeof actingAs>>;
let manager: Manager;

beforeAll(async () => {
  db = await testDatabase({ isPipeline: true });
  await ensureDefaults(db);
  const log = createLog('silent');
  pipeline = startPipeline({ ...quietServices(db), rules: createRuleSetCache(), log, onCommitted: () => {} });
  work = importWork(db, () => pipeline.wake());
  ({ shopId, groupId } = await aShop(db));
  manager = await actingAs(db, { role: 'manager' });
});
afterAll(() => pipeline.stop());

const own = (no: string, status = '走起') =>
  Buffer.from(`单据,何时,要付,怎样,电话\n${no},2026-11-01 08:00,12.50,${status},13800138000\n`);
const layout: Layout = {
  columns: { orderNo: '单据', createdAt: '何时', total: '要付', status: '怎样', phone: '电话' },
  amounts: 'order',
  isByArticle: false,
  statusWords: {},
};
const refusalOf = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: unknown) => error,
  );
const check = (bytes: Buffer) => checkedFile(work, manager.actor, { shopId, bytes });

describe('a table of one’s own', () => {
  it('waits to be explained, and shows its first rows without what is personal', async () => {
    const { fileId, state } = await check(own('a1'));
    expect(state).toBe('unmapped');
    const { rows, isGuess } = await sampleFile(manager, { fileId });
    expect(isGuess).toBe(true);
    expect(rows[0]?.slice(0, 3)).toEqual(['a1', '2026-11-01 08:00', '12.50']);
    expect(JSON.stringify(rows)).not.toContain('13800138000');
    await givenUp(db, manager.actor, fileId);
  });

  it('is refused where it is no table at all, instead of asking what its columns are', async () => {
    const { fileId, state } = await check(Buffer.from('会议记录\n今天讨论了大促\n'));
    expect(state).toBe('refused');
    expect(await getImport(manager, { fileId })).toMatchObject({
      headings: null,
      refusal: { reason: 'this is no table of orders' },
    });
  });

  it('is read once it is explained, again when a word is, and the next one by itself', async () => {
    const { fileId } = await check(own('a2'));
    await saveMapping(manager, { fileId, layout });
    expect(await workUntilItWaits(work, fileId)).toBe('checked');
    expect(await problemsOf(db, fileId)).toMatchObject([{ row: 1, column: '怎样', value: '走起' }]);
    await saveMapping(manager, { fileId, layout: { ...layout, statusWords: { 走起: 'shipped' } } });
    await workUntilItWaits(work, fileId);
    expect((await getImport(manager, { fileId })).summary).toMatchObject({ orders: 1, refused: 0, problems: 0 });
    const next = await importedFile(work, manager.actor, { shopId, bytes: own('a3') });
    expect(next).toMatchObject({ state: 'done', isEqual: true });
    const saved = await db.query<{ status: string }>(`select status from orders where order_no = 'a3'`);
    expect(saved).toEqual([{ status: 'shipped' }]);
    await givenUp(db, manager.actor, fileId);
  });

  it('is edited by one person at a time, and forgotten when somebody removes it; each is on record', async () => {
    const [mapping] = await listMappings(manager);
    const { mappingId = '', version = 0 } = mapping ?? {};
    await saveMapping(manager, { mappingId, version, layout });
    const stale = saveMapping(manager, { mappingId, version, layout });
    expect(await refusalOf(stale)).toMatchObject({ code: 'conflict' });
    await removeMapping(manager, { mappingId });
    expect(await listMappings(manager)).toEqual([]);
    const audited = await db.query<{ action: string }>(
      `select action from audit where actor = $1 and ref = $2 and action like '%Mapping' order by id`,
      [manager.actor.userId, mappingId],
    );
    expect(audited.map(({ action }) => action)).toEqual([
      ...['imports.saveMapping', 'imports.saveMapping', 'imports.saveMapping', 'imports.removeMapping'],
    ]);
  });

  it.each([
    ['without a column that every order needs', { orderNo: '单据', createdAt: '何时' }],
    ['with one heading for two columns', { orderNo: '单据', createdAt: '何时', total: '要付', paid: '要付' }],
    ['with a heading that the file does not have', { orderNo: '单据', createdAt: '何时', total: '别的' }],
  ])('is not explained %s', async (_, columns) => {
    const { fileId } = await check(own('a4'));
    const refused = saveMapping(manager, { fileId, layout: { ...layout, columns } });
    expect(await refusalOf(refused)).toMatchObject({ code: 'invalid' });
    await givenUp(db, manager.actor, fileId);
  });

  it('is not for supervisors to explain', async () => {
    const { fileId } = await check(own('a5'));
    const supervisor = await actingAs(db, { role: 'supervisor', groupId });
    expect(await refusalOf(saveMapping(supervisor, { fileId, layout }))).toMatchObject({ code: 'forbidden' });
    await givenUp(db, manager.actor, fileId);
  });
});

it('a workbook goes the same way, and numbers that Excel has cut are refused', async () => {
  async function* pages() {
    const rows: Cell[][] = [
      ['订单编号', '总金额', '订单创建时间', '买家实际支付金额'],
      ['4120000000000000001', 12.5, '2026-11-01 08:00:00', 12.5],
      [4.12e18, 1, '2026-11-01 08:00:00', 1],
    ];
    yield rows;
  }
  const chunks: Buffer[] = [];
  for await (const chunk of workbookFile(pages())) chunks.push(chunk);
  const done = await importedFile(work, manager.actor, { shopId, bytes: Buffer.concat(chunks) }, 'good');
  expect(done).toMatchObject({ state: 'done', isEqual: true, summary: { orders: 1, refused: 1, amountFen: 1_250 } });
  expect(await problemsOf(db, done.fileId)).toMatchObject([
    { row: 2, reason: expect.stringContaining('"code":"shortened"') },
  ]);
});

it('rows of one order that lie apart are one order', async () => {
  const header = '子订单编号,主订单编号,商品标题,商品价格,购买数量,买家应付货款,订单创建时间,订单付款时间';
  const row = (line: string, no: string, fen: string) => `${line},${no},杯,1.00,1,${fen},2026-11-01 08:00:00,`;
  const text = [header, row('1', 's1', '1.00'), row('2', 's2', '2.00'), row('3', 's1', '4.00'), row('4', 's3', '8.00')];
  const done = await importedFile(work, manager.actor, { shopId, bytes: Buffer.from(text.join('\n')) });
  expect(done).toMatchObject({ stored: 3, isEqual: true, summary: { rows: 4, orders: 3 } });
  const orders = await db.query(
    `select order_no as no, amount_fen as fen from orders where order_no in ('s1', 's2', 's3') order by 1`,
  );
  expect(orders).toEqual([
    { no: 's1', fen: 500 },
    { no: 's2', fen: 200 },
    { no: 's3', fen: 800 },
  ]);
});

describe('a file that is given up', () => {
  it('while it is taken stays as far as it came, is on record, and keeps nothing of its bytes', async () => {
    const { fileId } = await check(Buffer.from('订单编号,总金额,订单创建时间\nc1,1,2026-11-01 08:00:00\n'));
    await confirmImport({ db, actor: manager.actor }, { fileId, take: 'whole' });
    await givenUp(db, manager.actor, fileId);
    expect(await workUntilItWaits(work, fileId)).toBe('cancelled');
    expect(await db.query(`select 1 from orders where order_no = 'c1'`)).toEqual([]);
    expect(await db.query('select 1 from import_chunks where file_id = $1', [fileId])).toEqual([]);
    expect(await refusalOf(givenUp(db, manager.actor, fileId))).toMatchObject({ code: 'conflict' });
    const runs = await db.query('select is_cancelled from import_runs where shop_id = $1 order by id desc limit 1', [
      shopId,
    ]);
    expect(runs).toEqual([{ is_cancelled: true }]);
  });

  it('by nobody deciding for a day is swept away', async () => {
    const { fileId } = await check(own('old'));
    await db.query(`update import_files set updated_at = now() - interval '25 hours' where id = $1`, [fileId]);
    await sweepImports(db);
    expect(await getImport(contextOf(db, manager.actor), { fileId })).toMatchObject({ state: 'cancelled' });
    expect(await db.query('select 1 from import_chunks where file_id = $1', [fileId])).toEqual([]);
  });
});

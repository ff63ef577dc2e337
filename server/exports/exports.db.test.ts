import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '@/db/testing/database';
import { BYTE_ORDER_MARK } from '@/domain/files/csv-line';
import { bufferSource } from '../channels/csv/file-source';
import { readCsv } from '../channels/csv/read-csv';
import { readWorkbook } from '../channels/csv/workbook/read-workbook';
import type { UserActor } from '../context';
import { ensureDefaults } from '../setup/ensure-defaults';
import { anActor, contextOf, quietServices } from '../testing/acting';
import { openDoor, type TestDoor } from '../testing/door';
import { aGroupsOwn, type GroupsOwn } from '../testing/every-call';
import { beginExport } from './begin';
import { exportRoutes } from './download';

let db: TestDatabase;
let own: GroupsOwn;
let other: GroupsOwn;
let manager: UserActor;
let supervisor: UserActor;
let agent: UserActor;
let door: TestDoor;

beforeAll(async () => {
  db = await testDatabase();
  await ensureDefaults(db);
  own = await aGroupsOwn(db);
  other = await aGroupsOwn(db);
  manager = await anActor(db, { role: 'manager' });
  supervisor = await anActor(db, { role: 'supervisor', groupId: own.groupId });
  agent = await anActor(db, { role: 'agent', groupId: own.groupId });
  door = await openDoor(db, exportRoutes(quietServices(db)), [manager, supervisor, agent]);
});
afterAll(() => door.close());

const orders = { list: 'orders', format: 'csv', locale: 'zh-CN', filter: {} } as const;
const begin = (who: UserActor, input: Parameters<typeof beginExport>[1] = orders) =>
  beginExport(contextOf(db, who), input);
const fetchTicket = (who: UserActor, ticket: string) =>
  // As a browser downloads: without an Origin.
  fetch(`${door.url}/api/exports/${ticket}`, { headers: { 'x-person': who.userId, 'sec-fetch-site': 'same-origin' } });
const numbersOf = (rows: readonly (readonly string[])[]) => rows.slice(1).map(([no]) => no?.trim());
const orderNoOf = async ({ orderId }: GroupsOwn) =>
  (await db.query<{ no: string }>('select order_no as no from orders where id = $1', [orderId]))[0]?.no;

async function rowsOf(records: AsyncIterable<readonly string[]>) {
  const rows: (readonly string[])[] = [];
  for await (const record of records) rows.push(record);
  return rows;
}
async function csvRows(who: UserActor, input: Parameters<typeof beginExport>[1] = orders) {
  const { ticket } = await begin(who, input);
  const answer = await fetchTicket(who, ticket);
  return rowsOf(readCsv(bufferSource(Buffer.from(await answer.arrayBuffer())), 'utf-8'));
}

describe('a list taken away', () => {
  it('as CSV has a mark, headings in the reader’s language, and the rows of the list', async () => {
    const { ticket } = await begin(manager);
    const answer = await fetchTicket(manager, ticket);
    expect(answer.headers.get('content-type')).toContain('text/csv');
    expect(answer.headers.get('content-disposition')).toMatch(/filename\*=UTF-8''.*-\d{8}-\d{6}\.csv/);
    const bytes = Buffer.from(await answer.arrayBuffer());
    expect(bytes.toString().startsWith(BYTE_ORDER_MARK)).toBe(true);
    const rows = await rowsOf(readCsv(bufferSource(bytes), 'utf-8'));
    expect(rows[0]?.[0]).toBe('订单号');
    expect(numbersOf(rows).toSorted()).toEqual([await orderNoOf(own), await orderNoOf(other)].toSorted());
  });

  it('as a workbook holds the same as the CSV file', async () => {
    const { ticket } = await begin(manager, { ...orders, format: 'xlsx' });
    const bytes = Buffer.from(await (await fetchTicket(manager, ticket)).arrayBuffer());
    const trimmed = (rows: readonly (readonly string[])[]) => rows.map((row) => row.map((cell) => cell.trim()));
    const workbook = await rowsOf(readWorkbook(bufferSource(bytes)));
    const csv = await csvRows(manager);
    const width = csv[0]?.length ?? 0;
    expect(trimmed(workbook).map((row) => [...row, ...Array(width - row.length).fill('')])).toEqual(trimmed(csv));
  });

  it('holds the group of a supervisor and nothing of another', async () => {
    expect(numbersOf(await csvRows(supervisor))).toEqual([await orderNoOf(own)]);
  });

  it('is narrowed by the filter of its screen', async () => {
    expect(numbersOf(await csvRows(manager, { ...orders, filter: { platform: 'jd' } }))).toEqual([]);
    const cards = await csvRows(manager, { ...orders, list: 'cards', filter: { list: 'open' } });
    expect(numbersOf(cards)).toContain(await orderNoOf(own));
  });

  it('is put on record with its filter, and again with the rows that went out', async () => {
    const filter = { platform: 'generic' };
    await csvRows(manager, { ...orders, filter });
    const newest = () =>
      db.query<{ action: string; detail: unknown }>(
        `select action, detail from audit where actor = $1 and action like 'exports.%' order by id desc limit 2`,
        [manager.userId],
      );
    // The record is closed once the last byte is gone.
    await expect.poll(newest).toEqual([
      { action: 'exports.finish', detail: { list: 'orders', format: 'csv', rows: 2, isWhole: true } },
      { action: 'exports.begin', detail: { list: 'orders', format: 'csv', count: 2, filter } },
    ]);
  });

  it('holds no personal value, and no formula', async () => {
    await db.query(`update orders set buyer_shown = '=HYPERLINK("http://x")' where id = $1`, [own.orderId]);
    const text = (await csvRows(supervisor)).flat();
    expect(text).toContain(`'=HYPERLINK("http://x")`);
    expect(text.join()).not.toMatch(/1[3-9]\d{9}/);
  });

  it('people, rights, connections, imports and the movements of a SKU are among them, each with its words', async () => {
    const rowsIn = async (
      list: 'people' | 'grants' | 'connections' | 'imports' | 'stockMovements',
      filter: Record<string, string> = {},
    ) => (await csvRows(manager, { ...orders, list, filter })).slice(1);
    expect(await rowsIn('people')).toContainEqual(expect.arrayContaining(['主管']));
    await db.query(
      `insert into grants (user_id, right_id, group_id, reason, granted_by, expires_at)
       values ($1, 'watch-group', $2, '大促代看', $3, now() + interval '1 hour')`,
      [agent.userId, other.groupId, manager.userId],
    );
    expect(await rowsIn('grants')).toEqual([expect.arrayContaining(['查看分组', '生效中', '大促代看'])]);
    expect(await rowsIn('connections')).toContainEqual(expect.arrayContaining(['店铺', '还没有消息']));
    await db.query(
      `insert into import_runs (shop_id, file_name, file_sha, as_of, revision, rows_total, rows_new, rows_changed, amount_fen, paid_fen, refund_fen, actor)
       select shop_id, '十一月-' || n || '.csv', '', now(), 1, n, n, 0, 100 * n, 0, 0, 'system'
       from orders, generate_series(1, 3) n where id = $1`,
      [own.orderId],
    );
    const runs = await rowsIn('imports');
    expect(runs.map(([, file]) => file)).toEqual(['十一月-3.csv', '十一月-2.csv', '十一月-1.csv']);
    await db.query(`insert into stock_items (sku, on_hand, reserved) values ('CUP', 250, 0)`);
    await db.query(
      `insert into stock_movements (sku, kind, on_hand_change, reserved_change, on_hand, reserved, actor)
       select 'CUP', 'adjusted', 1, 0, n, 0, 'system' from generate_series(1, 250) n`,
    );
    const moved = await rowsIn('stockMovements', { sku: 'CUP' });
    expect(moved.map((row) => row[5])).toEqual(Array.from({ length: 250 }, (_, n) => String(250 - n)));
    expect(moved[0]?.[2]).toBe('人工调整');
  });

  it.each(['conflicts', 'deadLetters'] as const)('the list of %s is one of them', async (list) => {
    expect(await csvRows(manager, { ...orders, list })).toHaveLength(1);
  });

  it('the audit log is one of them, page by page', async () => {
    const rows = await csvRows(manager, { ...orders, list: 'audit', filter: { action: 'exports.begin' } });
    expect(rows.slice(1).every((row) => row[3] === 'exports.begin')).toBe(true);
  });
});

describe('an export is refused', () => {
  it('to an agent', async () => {
    await expect(begin(agent)).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('with a filter that the list does not know', async () => {
    await expect(begin(manager, { ...orders, filter: { colour: 'red' } })).rejects.toMatchObject({ code: 'invalid' });
  });

  it('with a ticket of another person, used before, or made up', async () => {
    const { ticket } = await begin(manager);
    expect((await fetchTicket(supervisor, ticket)).status).toBe(404);
    expect((await fetchTicket(manager, ticket)).status).toBe(200);
    expect((await fetchTicket(manager, ticket)).status).toBe(404);
    expect((await fetchTicket(manager, 'x'.repeat(32))).status).toBe(404);
  });

  it('after twenty in an hour', async () => {
    const busy = await anActor(db, { role: 'manager' });
    for (let n = 0; n < 20; n += 1) await begin(busy);
    await expect(begin(busy)).rejects.toMatchObject({ code: 'too-many' });
  });
});

it('a download that is broken off ends the reading of the list, and the record says so', async () => {
  await db.query(
    `insert into orders (shop_id, order_no, platform, group_id, facts, status, placed_at, board_state, placed_on, buyer_shown)
     select o.shop_id, 'many-' || n, o.platform, o.group_id, '{}', o.status, o.placed_at, o.board_state, o.placed_on, repeat('长', 400)
     from orders o, generate_series(1, 20000) n where o.id = $1`,
    [other.orderId],
  );
  const { ticket } = await begin(manager);
  const stop = new AbortController();
  const answer = await fetch(`${door.url}/api/exports/${ticket}`, {
    headers: door.headersOf(manager),
    signal: stop.signal,
  });
  const reader = answer.body?.getReader();
  for (let bytes = 0; bytes < 100_000; ) bytes += (await reader?.read())?.value?.length ?? Number.POSITIVE_INFINITY;
  stop.abort();
  const finished = async () =>
    (
      await db.query<{ rows: number }>(
        'select rows from export_runs where actor = $1 and finished_at is not null order by id desc limit 1',
        [manager.userId],
      )
    )[0]?.rows ?? 0;
  await expect.poll(finished, { timeout: 10_000 }).toBeGreaterThan(2);
  expect(await finished()).toBeLessThan(20_000);
});

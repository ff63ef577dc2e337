import { readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { MIGRATIONS_FOLDER } from '@/db/migrate';
import { aShop, unique } from '@/db/testing/builders';
import { type TestDatabase, testDatabase } from '@/db/testing/database';
import { type GenericOrderValues, genericOrder } from '@/db/testing/orders';
import type { RiskMark } from '@/domain/order/risk-marks';
import type { Context, UserActor } from '@/server/context';
import { wordsIn } from '@/server/exports/words';
import { storeMessages } from '@/server/pipeline/inbox-store';
import { runBatch } from '@/server/pipeline/pipeline';
import { createRuleSetCache } from '@/server/rules/active';
import { ensureDefaults } from '@/server/setup/ensure-defaults';
import { actingAs, quietServices } from '@/server/testing/acting';
import { exportOrders } from './export-orders';
import { getOrder } from './get';
import { listOrders } from './list';
import type { OrderFilter } from './order-filter';

const BAD_PHONE = '1380013800O';
const rules = createRuleSetCache();
let db: TestDatabase;
let shopId: string;
let manager: Context<UserActor>;
let now: number;

const receiver = (values: Readonly<Record<string, string>>) => ({
  receiver: {
    ...{ name: '李雷', phone: '13800138000', province: '浙江省', city: '杭州市', district: '滨江区', street: '' },
    ...{ detail: `网商路${unique('')}699号`, ...values },
  },
});

async function push(values: Partial<GenericOrderValues>): Promise<string> {
  const { orderNo, body } = genericOrder({ at: now, ...values });
  await storeMessages(quietServices(db), shopId, [{ key: unique('msg'), body }]);
  await runBatch(quietServices(db), rules);
  return orderNo;
}

const stored = async (orderNo: string) => {
  const [row] = await db.query<{ id: string; marks: readonly RiskMark[] | null; row: string }>(
    'select id, marks, row_to_json(o)::text as row from orders o where shop_id = $1 and order_no = $2',
    [shopId, orderNo],
  );
  if (!row) throw new Error(`no order ${orderNo}`);
  return row;
};
const listed = async (filter: OrderFilter) => {
  const { rows, total } = await listOrders(manager, { filter, limit: 100 });
  expect(total).toBe(rows.length);
  return rows.map(({ orderNo }) => orderNo).sort();
};

beforeAll(async () => {
  db = await testDatabase({ isPipeline: true });
  await ensureDefaults(db);
  const shop = await aShop(db, { platform: 'generic' });
  ({ shopId } = shop);
  manager = await actingAs(db, { role: 'manager' });
  now = await db.now();
});

describe('high-risk marks', () => {
  it('stand on an order whatever the rules made of it, and follow its address and phone', async () => {
    const orderNo = await push({ more: receiver({ province: '西藏自治区', phone: BAD_PHONE }) });
    const { id, marks, row } = await stored(orderNo);
    expect(marks).toEqual([
      { kind: 'remote-region', field: 'area', span: [0, 5], edition: 'remote-1' },
      { kind: 'phone-malformed', field: 'phone', span: [10, 11], reason: 'characters', edition: 'phone-forms-1' },
    ]);
    expect(row).not.toContain(BAD_PHONE);
    expect((await getOrder(manager, { orderId: id })).order.marks).toEqual(marks);
    await push({ orderNo, at: now + 1, more: receiver({}) });
    expect((await stored(orderNo)).marks).toBeNull();
    await push({ orderNo, at: now - 1_000, more: receiver({ province: '新疆' }) });
    expect((await stored(orderNo)).marks).toBeNull();
    await push({ orderNo, at: now + 2, more: receiver({ province: '新疆' }) });
    expect((await stored(orderNo)).marks).toMatchObject([{ kind: 'remote-region', span: [0, 2] }]);
  });

  it('are on orders that no rule judges: an unpaid one', async () => {
    const orderNo = await push({ status: 'created', paidAt: null, more: receiver({ province: '西藏' }) });
    expect((await stored(orderNo)).marks).toMatchObject([{ kind: 'remote-region' }]);
  });

  it('are none where the platform masks the number', async () => {
    const orderNo = await push({ more: receiver({ phone: '138****800' }) });
    expect((await stored(orderNo)).marks).toBeNull();
  });

  it('are found on orders of before there were any, as far as the database can tell', async () => {
    const far = await push({ more: receiver({ province: '新疆维吾尔自治区', phone: '12345' }) });
    const plain = await push({ more: receiver({}) });
    const [first] = (await stored(far)).marks ?? [];
    await db.query('update orders set marks = null where order_no = any($1)', [[far, plain]]);
    const migration = readFileSync(path.join(MIGRATIONS_FOLDER, '0044-risk-marks.sql'), 'utf8');
    await db.query(migration.slice(migration.indexOf('update orders')));
    expect((await stored(plain)).marks).toBeNull();
    expect((await stored(far)).marks).toEqual(
      expect.arrayContaining([
        first,
        { kind: 'phone-malformed', field: 'phone', span: null, reason: 'length', edition: 'phone-forms-1' },
      ]),
    );
  });

  it('narrow the list, and are words in its file', async () => {
    const far = await push({ more: receiver({ province: '新疆' }) });
    const wrong = await push({ more: receiver({ phone: '12345' }) });
    const silent = await push({ more: receiver({ province: '香港' }) });
    const plain = await push({ more: receiver({}) });
    const ours = (numbers: readonly string[]) => numbers.filter((no) => [far, wrong, silent, plain].includes(no));
    expect(ours(await listed({ mark: 'any' }))).toEqual([far, wrong, silent].sort());
    expect(ours(await listed({ mark: 'remote-region' }))).toEqual([far]);
    expect(ours(await listed({ mark: 'phone-malformed' }))).toEqual([wrong]);
    expect(ours(await listed({ mark: 'duty-terms-open' }))).toEqual([]);
    expect(ours(await listed({ mark: 'duty-terms-unstated' }))).toEqual([silent]);
    const page = await exportOrders.page(manager, { mark: 'phone-malformed' }, undefined, 100);
    const line = page.rows.find(({ orderNo }) => orderNo === wrong);
    expect(line && exportOrders.cells(line, wordsIn('zh-CN'))).toContain('电话格式不对');
    expect(line && exportOrders.cells(line, wordsIn('en'))).toHaveLength(exportOrders.headings.en.length);
  });
});

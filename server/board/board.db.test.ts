import { beforeAll, describe, expect, it } from 'vitest';
import { aGroup, aShop, aUser, unique } from '@/db/testing/builders';
import { type TestDatabase, testDatabase } from '@/db/testing/database';
import { type GenericOrderValues, genericOrder } from '@/db/testing/orders';
import { HOUR_MS, MINUTE_MS } from '@/domain/clocks/instant';
import type { UserActor } from '@/server/context';
import { listOrders } from '@/server/orders/list';
import type { OrderFilter } from '@/server/orders/order-filter';
import { storeMessages } from '@/server/pipeline/inbox-store';
import { runBatch } from '@/server/pipeline/pipeline';
import { createRuleSetCache } from '@/server/rules/active';
import { ensureDefaults } from '@/server/setup/ensure-defaults';
import { anActor, contextOf, quietServices } from '@/server/testing/acting';
import { aConversation } from '@/server/testing/conversation-card';
import { CARD_LISTS, type CardList } from './card-lists';
import { boardCards } from './cards';
import { boardSummary } from './summary';

const rules = createRuleSetCache();
let db: TestDatabase;
let now: number;
let groupId: string;
let shopId: string;
let otherShopId: string;
let seat: string;
let supervisor: UserActor;
let manager: UserActor;

async function push(values: Partial<GenericOrderValues> = {}, shop = shopId): Promise<string> {
  const { orderNo, body } = genericOrder({ at: now, ...values });
  await storeMessages(quietServices(db), shop, [{ key: unique('msg'), body }]);
  return orderNo;
}
async function drain(): Promise<void> {
  while ((await runBatch(quietServices(db), rules)) > 0);
}
const receiver = (province: string) => ({
  receiver: {
    name: '李雷',
    phone: '13800138000',
    province,
    city: '',
    district: '',
    street: '',
    detail: '网商路699号3幢1201室',
  },
});

async function buildOrders(): Promise<void> {
  for (let i = 0; i < 12; i++) await push({ at: now - i * 5 * MINUTE_MS });
  for (let i = 0; i < 3; i++) await push({ detail: '小区门口' });
  await push({ type: 'order.created', status: 'unpaid', paidAt: null });
  await push({ status: 'shipped' });
  for (const province of ['广东省', '香港', '美国', '火星']) await push({ more: receiver(province) });
  await push({ at: now - 3 * 24 * HOUR_MS });
  await push({ detail: '小区门口' }, otherShopId);
  await push({}, otherShopId);
  await drain();
  expect(await db.query('select reason from inbox_keys where state = 2')).toEqual([]);
}

/** Cards in every state the board counts: overdue, golden, unclaimed, breached and told or not, closed. */
async function buildCards(): Promise<void> {
  const { taskId, customerId } = await aConversation(db, groupId, ['我的快递怎么还没到?']);
  await aConversation(db, groupId, ['在吗']);
  const cards = await db.query<{ id: string }>(
    "select id from tasks where group_id = $1 and kind = 'order' order by id",
    [groupId],
  );
  const [first, second, third] = cards.map((card) => card.id);
  await db.query(
    `update tasks set is_overdue = true, due_at = now() - interval '40 minutes', overdue_at = now() - interval '40 minutes',
       seat_id = $2 where id = $1`,
    [taskId, seat],
  );
  await db.query(
    `insert into interactions (customer_id, channel, kind, direction, author, at)
     values ($1, 'wecom', 'message', 'out', $2, now() - interval '35 minutes')`,
    [customerId, seat],
  );
  await db.query(
    `update tasks set is_overdue = true, due_at = now() - interval '30 minutes', overdue_at = now() - interval '30 minutes',
       seat_id = null, opened_at = now() - interval '50 minutes' where id = $1`,
    [first],
  );
  await db.query(
    `update tasks set is_overdue = true, due_at = now() - interval '2 minutes', overdue_at = now() - interval '2 minutes',
       seat_id = $2 where id = $1`,
    [second, seat],
  );
  await db.query(
    `update tasks set state = 'closed', closed_at = now(), closed_by = $2, disposition = 'true', seat_id = $2 where id = $1`,
    [third, seat],
  );
  await db.query(
    `update orders set stage_since = now() - interval '50 minutes' where id in
    (select id from orders where shop_id = $1 and stage = 'picking' and not is_history order by id limit 2)`,
    [shopId],
  );
}

beforeAll(async () => {
  db = await testDatabase({ isPipeline: true });
  await ensureDefaults(db);
  now = await db.now();
  groupId = await aGroup(db);
  ({ shopId } = await aShop(db, { groupId, platform: 'generic' }));
  ({ shopId: otherShopId } = await aShop(db, { platform: 'jd' }));
  seat = await aUser(db, { groupId, capacity: 1000 });
  supervisor = await anActor(db, { role: 'supervisor', groupId });
  manager = await anActor(db, { role: 'manager' });
  await buildOrders();
  await buildCards();
});

const board = (actor = supervisor) => boardSummary(contextOf(db, actor));
const ordersBehind = async (filter: OrderFilter, actor = supervisor) => {
  const { rows, total } = await listOrders(contextOf(db, actor), { filter, limit: 200 });
  expect(rows).toHaveLength(total ?? -1);
  return total;
};
const cardsBehind = async (list: CardList, seatId?: string) => {
  const { rows, total } = await boardCards(contextOf(db, supervisor), { list, seatId, limit: 200 });
  expect(rows).toHaveLength(total ?? -1);
  return total;
};

describe('the figures of the board', () => {
  it('are those of the data that was built', async () => {
    const { gauges } = await board();
    expect(gauges).toMatchObject({
      ordersLastHour: 21,
      judgedLastHour: 19,
      flaggedLastHour: 3,
      overdue: 3,
      golden: 1,
      unclaimed: 1,
      told: 1,
      toldOf: 2,
      toldWithinTenBp: 5_000,
    });
    expect(gauges.abnormalBp).toBeCloseTo((10_000 * 3) / 19, 5);
    expect(gauges.detectP95Ms).toBeGreaterThanOrEqual(0);
    expect(gauges.detectP99Ms).toBeGreaterThanOrEqual(gauges.detectP95Ms ?? Number.NaN);
  });

  it('lead to lists of exactly as many orders', async () => {
    const { gauges, totals, funnel, trend, day } = await board();
    const lastHour = { withinMinutes: 60, isHistory: false } as const;
    expect(await ordersBehind(lastHour)).toBe(gauges.ordersLastHour);
    expect(await ordersBehind({ ...lastHour, verdict: 'judged' })).toBe(gauges.judgedLastHour);
    expect(await ordersBehind({ ...lastHour, verdict: 'flagged' })).toBe(gauges.flaggedLastHour);
    expect(await ordersBehind({ ...lastHour, verdict: 'passed' })).toBe(gauges.passedLastHour);
    expect(totals.length).toBeGreaterThan(3);
    for (const { platform, region, state, n } of totals)
      expect(await ordersBehind({ day, platform, region, state } as OrderFilter)).toBe(n);
    expect(funnel.map(({ n }) => n).reduce((a, b) => a + b)).toBeGreaterThan(15);
    expect(funnel.find(({ stage }) => stage === 'picking')?.late).toBe(2);
    for (const { stage, n, late } of funnel) {
      expect(await ordersBehind({ stage })).toBe(n);
      expect(await ordersBehind({ stage, isLate: true })).toBe(late);
    }
    const busy = trend.filter(({ orders }) => orders > 0);
    expect(busy.length).toBeGreaterThan(10);
    for (const slot of busy) {
      const placed = { placedFrom: slot.at, placedBefore: slot.at + 5 * MINUTE_MS, isHistory: false };
      expect(await ordersBehind(placed)).toBe(slot.orders);
    }
  });

  it('tell what is to leave soon and what should have left, of their own groups, each leading to exactly these', async () => {
    expect((await board()).shipDue).toEqual({ soon: 0, passed: 0 });
    const sayShipBy = async (shop: string, leftMs: readonly number[]) => {
      const known = await db.query<{ orderNo: string }>(
        `select order_no as "orderNo" from orders
         where shop_id = $1 and stage = 'picking' and province = '浙江省' and not is_history order by id limit $2`,
        [shop, leftMs.length],
      );
      expect(known).toHaveLength(leftMs.length);
      for (const [at, { orderNo }] of known.entries()) {
        const fulfilment = { shipBy: new Date(now + (leftMs[at] ?? 0)).toISOString() };
        await push({ orderNo, type: 'order.updated', at: now + MINUTE_MS, more: { fulfilment } }, shop);
      }
    };
    await sayShipBy(shopId, [-HOUR_MS, HOUR_MS, 2 * HOUR_MS, 40 * HOUR_MS]);
    await sayShipBy(otherShopId, [-HOUR_MS]);
    await drain();
    expect((await board()).shipDue).toEqual({ soon: 2, passed: 1 });
    expect((await board(manager)).shipDue).toEqual({ soon: 2, passed: 2 });
    expect(await ordersBehind({ shipDue: 'soon' })).toBe(2);
    expect(await ordersBehind({ shipDue: 'passed' })).toBe(1);
    const page = (after?: string) =>
      listOrders(contextOf(db, supervisor), { filter: { shipDue: 'soon' }, limit: 1, ...(after && { after }) });
    const first = await page();
    const second = await page(first.next ?? '');
    const left = [first, second].flatMap(({ rows }) => rows.map(({ shipBy }) => (shipBy ?? 0) - now));
    expect(left).toEqual([HOUR_MS, 2 * HOUR_MS]);
  });

  it('lead to lists of exactly as many cards, of conversations too', async () => {
    const { gauges, seats, overdue, unclaimed } = await board();
    expect(await cardsBehind('overdue')).toBe(gauges.overdue);
    expect(overdue).toHaveLength(gauges.overdue);
    expect(overdue.map((row) => row.kind)).toContain('conversation');
    expect(overdue.map((row) => row.dueAt)).toEqual(overdue.map((row) => row.dueAt).toSorted((a, b) => a - b));
    expect(await cardsBehind('golden')).toBe(gauges.golden);
    expect(await cardsBehind('unclaimed')).toBe(gauges.unclaimed);
    expect(unclaimed).toHaveLength(gauges.unclaimed);
    expect(await cardsBehind('measured')).toBe(gauges.detectOf);
    expect(await cardsBehind('breached')).toBe(gauges.toldOf);
    expect(await cardsBehind('told')).toBe(gauges.told);
    expect(await cardsBehind('untold')).toBe(gauges.toldOf - gauges.told);
    const mine = seats.find((row) => row.userId === seat);
    expect(mine).toMatchObject({ doneToday: 1 });
    expect(await cardsBehind('open', seat)).toBe(mine?.inHand);
    expect(await cardsBehind('done', seat)).toBe(mine?.doneToday);
  });

  it('put whatever is not in one of the seven mainland regions into "other", once', async () => {
    const { totals, day } = await board();
    const elsewhere = totals.filter(({ region }) => ['hmt', 'overseas', 'unknown'].includes(region));
    expect(elsewhere.map(({ region }) => region).toSorted()).toEqual(['hmt', 'overseas', 'unknown']);
    expect(await ordersBehind({ day, region: 'other' })).toBe(3);
  });

  it('leave other groups out for a supervisor, and hold all groups for a manager', async () => {
    const [own, all] = [await board(), await board(manager)];
    expect(own.totals.map(({ platform }) => platform)).not.toContain('jd');
    expect(all.totals.map(({ platform }) => platform)).toContain('jd');
    expect(all.gauges.ordersLastHour).toBe(own.gauges.ordersLastHour + 2);
    expect(own.seats.map((row) => row.groupId)).toEqual(own.seats.map(() => groupId));
    expect(all.gauges.unclaimed).toBe(own.gauges.unclaimed + 1);
    expect(await ordersBehind({ platform: 'jd' })).toBe(0);
  });
});

describe('a list behind a figure', () => {
  it.each(CARD_LISTS)('gives the same cards in pages of one as at once: %s', async (list) => {
    const ctx = contextOf(db, supervisor);
    const { rows } = await boardCards(ctx, { list, limit: 200 });
    const paged: string[] = [];
    let after: string | undefined;
    do {
      const page = await boardCards(ctx, { list, after, limit: 1 });
      paged.push(...page.rows.map((row) => row.taskId));
      after = page.next ?? undefined;
    } while (after !== undefined);
    expect(paged).toEqual(rows.map((row) => row.taskId));
    expect(rows.length).toBeGreaterThan(0);
  });
});

import { beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '@/db/client';
import { aShop, unique } from '@/db/testing/builders';
import { type TestDatabase, testDatabase } from '@/db/testing/database';
import type { Role } from '../context';
import { appRouter } from '../root';
import { anActor, requestOf } from '../testing/acting';
import { type StockHouse, stockHouse } from '../testing/stock-house';
import { createCaller } from '../trpc';
import { countOversold } from './oversold';
import { reserveWaiting } from './reserve-waiting';
import { settleClaims } from './settle-claims';

const callerOf = createCaller(appRouter);
let db: TestDatabase;
let house: StockHouse;

beforeAll(async () => {
  db = await testDatabase({ isPipeline: true });
  house = await stockHouse(db);
});

const desk = () => house.desk();
const drain: StockHouse['drain'] = () => house.drain();
const push: StockHouse['push'] = (...given) => house.push(...given);
const arrive: StockHouse['arrive'] = (...given) => house.arrive(...given);
const aStockedShop: StockHouse['aStockedShop'] = (...given) => house.aStockedShop(...given);
const levelOf: StockHouse['levelOf'] = (sku) => house.levelOf(sku);
const locksOfOrder: StockHouse['locksOfOrder'] = (orderNo) => house.locksOfOrder(orderNo);
const idOf: StockHouse['idOf'] = (orderNo) => house.idOf(orderNo);
const movesOf: StockHouse['movesOf'] = (sku) => house.movesOf(sku);
const claimOf = (orderId: string, pieces: Record<string, number>) => ({
  ...{ orderId, wish: 'hold' as const, pieces: new Map(Object.entries(pieces)), locks: [], isCounted: true },
});

describe('many buyers at once', () => {
  it('of whom 200 want 50 pieces hold exactly 50', async () => {
    const { shopId } = await aShop(db, { groupId: house.groupId, platform: 'generic' });
    const orderNos: string[] = [];
    for (let n = 0; n < 200; n += 1) orderNos.push(await push(shopId));
    await drain();
    const ids = await Promise.all(orderNos.map(idOf));
    const { sku } = await aStockedShop(50);
    const buyers = openDatabase({ url: db.url, max: 100 });
    try {
      await Promise.all(ids.map((id) => buyers.tx((tx) => settleClaims(tx, [claimOf(id, { [sku]: 1 })]))));
      expect(buyers.stats().total).toBe(100);
    } finally {
      await buyers.close();
    }
    const states = await db.query<{ state: string; n: number }>(
      'select state, sum(quantity)::int as n from stock_reservations where sku = $1 group by 1 order by 1',
      [sku],
    );
    expect(states).toEqual([
      { state: 'reserved', n: 50 },
      { state: 'short', n: 150 },
    ]);
    expect(await levelOf(sku)).toEqual({ onHand: 50, reserved: 50 });
    expect(await countOversold(db)).toBe(0);
  });

  it('who want the same two SKUs in opposite sequence do not wait for each other in a circle', async () => {
    const [a, b] = [await aStockedShop(10), await aStockedShop(10)];
    const { shopId } = await aShop(db, { groupId: house.groupId, platform: 'generic' });
    const ids: string[] = [];
    for (let n = 0; n < 20; n += 1) ids.push(await idOf(await arrive(shopId)));
    const wants = [
      { [a.sku]: 1, [b.sku]: 1 },
      { [b.sku]: 1, [a.sku]: 1 },
    ];
    await Promise.all(ids.map((id, n) => db.tx((tx) => settleClaims(tx, [claimOf(id, wants[n % 2] ?? {})]))));
    expect([await levelOf(a.sku), await levelOf(b.sku)]).toEqual(Array(2).fill({ onHand: 10, reserved: 10 }));
  });

  it('are refused by the database itself, whatever the program does', async () => {
    const { sku } = await aStockedShop(2);
    for (const set of ['reserved = 3', 'reserved = -1', 'on_hand = -1'])
      await expect(db.query(`update stock_items set ${set} where sku = $1`, [sku])).rejects.toThrow(
        'stock_items_never_oversold',
      );
    await expect(db.query('delete from stock_movements where sku = $1', [sku])).rejects.toThrow('append-only');
  });

  it('one of whom dies half-way leave nothing half held', async () => {
    const { shopId, sku } = await aStockedShop(5);
    const id = await idOf(await arrive(shopId));
    const died = db.tx(async (tx) => {
      await settleClaims(tx, [claimOf(id, { [sku]: 3 })]);
      await tx.query('select pg_terminate_backend(pg_backend_pid())');
    });
    await expect(died).rejects.toThrow();
    expect(await levelOf(sku)).toEqual({ onHand: 5, reserved: 0 });
    expect(await movesOf(sku)).toEqual(['adjusted']);
  });
});

describe('an order of a shop that keeps stock', () => {
  it('holds its pieces once, frees them when it is cancelled, however often it is told', async () => {
    const { shopId, sku, article } = await aStockedShop(5);
    const orderNo = await arrive(shopId, { sku: article });
    await arrive(shopId, { orderNo, sku: article });
    expect(await levelOf(sku)).toEqual({ onHand: 5, reserved: 1 });
    for (let n = 0; n < 2; n += 1)
      await arrive(shopId, { orderNo, sku: article, status: 'cancelled', at: (await db.now()) + 1_000 * (n + 1) });
    expect(await levelOf(sku)).toEqual({ onHand: 5, reserved: 0 });
    expect(await movesOf(sku)).toEqual(['released', 'reserved', 'adjusted']);
  });

  it('that is shipped leaves the same behind in whatever sequence it is told', async () => {
    const left: unknown[] = [];
    for (const sequence of [
      ['paid', 'shipped'],
      ['shipped', 'paid', 'shipped'],
    ]) {
      const { shopId, sku, article } = await aStockedShop(5);
      const at = await db.now();
      const orderNo = unique('OM').toUpperCase();
      for (const status of sequence)
        await arrive(shopId, { orderNo, sku: article, status, at: status === 'paid' ? at : at + 5_000, placedAt: at });
      left.push(await levelOf(sku));
    }
    expect(left).toEqual(Array(2).fill({ onHand: 4, reserved: 0 }));
  });

  it('frees its pieces when all of the money was paid back', async () => {
    const { shopId, sku, article } = await aStockedShop(5);
    const orderNo = await arrive(shopId, { sku: article });
    const more = { refundCents: 29_900 };
    await arrive(shopId, { orderNo, sku: article, at: (await db.now()) + 1_000, more });
    expect(await levelOf(sku)).toEqual({ onHand: 5, reserved: 0 });
  });

  it('that is not paid holds nothing', async () => {
    const { shopId, sku, article } = await aStockedShop(5);
    await arrive(shopId, { sku: article, status: 'unpaid', paidAt: null });
    expect(await levelOf(sku)).toEqual({ onHand: 5, reserved: 0 });
  });

  it('of a bundle holds all of its parts or none, gets one card, and holds them when they have come', async () => {
    const other = await aStockedShop(1);
    const { shopId, sku, article } = await aStockedShop(2, (own) => [
      { sku: own, quantity: 1 },
      { sku: other.sku, quantity: 3 },
    ]);
    const orderNo = await arrive(shopId, { sku: article });
    await arrive(shopId, { orderNo, sku: article, at: (await db.now()) + 1_000 });
    expect(new Set((await locksOfOrder(orderNo)).map(({ state }) => state))).toEqual(new Set(['short']));
    expect([await levelOf(sku), await levelOf(other.sku)]).toEqual([
      { onHand: 2, reserved: 0 },
      { onHand: 1, reserved: 0 },
    ]);
    const cards = await db.query<{ reasons: unknown }>(
      `select t.reasons from tasks t join orders o on o.id = t.order_id where o.order_no = $1`,
      [orderNo],
    );
    expect(cards).toMatchObject([{ reasons: [{ kind: 'warehouse', ruleId: 'short', span: `${other.sku} × 2` }] }]);
    expect(await reserveWaiting(db)).toBe(0);
    await desk().adjust({ sku: other.sku, change: 2, reason: '到货' });
    expect(await reserveWaiting(db)).toBe(1);
    const { locks, isKept } = await desk().ofOrder({ orderId: await idOf(orderNo) });
    expect([isKept, locks.map(({ state }) => state)]).toEqual([true, ['reserved', 'reserved']]);
    expect(await levelOf(other.sku)).toEqual({ onHand: 3, reserved: 3 });
  });

  it('that left although its pieces were not there is told to managers, once until they have read it', async () => {
    const { shopId, sku, article } = await aStockedShop(0);
    const orderNo = await arrive(shopId, { sku: article });
    await arrive(shopId, { orderNo, sku: article, status: 'shipped', at: (await db.now()) + 1_000 });
    expect(await levelOf(sku)).toEqual({ onHand: 0, reserved: 0 });
    expect((await desk().movements({ sku }))[0]).toMatchObject({ kind: 'shipped', missing: 1, orderNo });
    const next = await arrive(shopId, { sku: article });
    await arrive(shopId, { orderNo: next, sku: article, status: 'shipped', at: (await db.now()) + 1_000 });
    const told = await db.query(
      `select detail from notices where user_id = $1 and kind = 'stock-negative' and detail->>'sku' = $2`,
      [house.manager.userId, sku],
    );
    expect(told).toEqual([{ detail: { sku, missing: '1' } }]);
  });

  it('in batches of two workers at once is never oversold', async () => {
    const { shopId, sku, article } = await aStockedShop(120);
    for (let n = 0; n < 260; n += 1) await push(shopId, { sku: article });
    await Promise.all([drain(), drain()]);
    expect(await levelOf(sku)).toEqual({ onHand: 120, reserved: 120 });
  });
});

describe('an order of a shop that keeps none', () => {
  it('holds nothing, and no article is looked up for it', async () => {
    const { article, sku } = await aStockedShop(5);
    const { shopId } = await aShop(db, { groupId: house.groupId, platform: 'generic' });
    const orderNo = await arrive(shopId, { sku: article });
    expect([await locksOfOrder(orderNo), await levelOf(sku)]).toEqual([[], { onHand: 5, reserved: 0 }]);
    expect(await desk().ofOrder({ orderId: await idOf(orderNo) })).toEqual({ isKept: false, locks: [] });
  });
});

describe('the gauge of what is oversold', () => {
  it('shows a SKU of which the ledger and the orders say different things', async () => {
    const { shopId, sku, article } = await aStockedShop(5);
    await arrive(shopId, { sku: article });
    const hold = (n: number) => db.query('update stock_reservations set quantity = $2 where sku = $1', [sku, n]);
    await hold(2);
    expect(await countOversold(db)).toBe(1);
    await hold(1);
    expect(await countOversold(db)).toBe(0);
  });
});

describe('stock.adjust', () => {
  it('is put on record with its reason, and open desks learn of it', async () => {
    const { sku } = await aStockedShop(0);
    await desk().adjust({ sku, change: 7, reason: '盘点' });
    const rows = await db.query(`select actor, detail from audit where action = 'stock.adjust' and ref = $1`, [sku]);
    expect(rows).toMatchObject([{ actor: house.manager.userId, detail: { change: 7, reason: '盘点', onHand: 7 } }]);
    const news = await db.query(`select rooms from feed where topic = 'stock.changed' and patch->'skus' ? $1`, [sku]);
    expect(news).toContainEqual({ rooms: ['everyone'] });
    expect((await desk().list({ text: sku })).rows).toMatchObject([{ sku, onHand: 7, reserved: 0, free: 7, short: 0 }]);
  });

  it('leaves what orders hold, and refuses what is not known', async () => {
    const { shopId, sku, article } = await aStockedShop(2);
    await arrive(shopId, { sku: article });
    const refused = desk().adjust({ sku, change: -2, reason: '盘亏' });
    await expect(refused).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(await levelOf(sku)).toEqual({ onHand: 2, reserved: 1 });
    await expect(desk().adjust({ sku: unique('none'), change: 1, reason: '盘点' })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  it.each<Role>(['agent', 'supervisor', 'admin'])('refuses a %s', async (role) => {
    const caller = callerOf(
      requestOf(db, await anActor(db, { role, groupId: role === 'admin' ? null : house.groupId })),
    );
    const attempt = caller.stock.adjust({ sku: 'A', change: 1, reason: '盘点' });
    await expect(attempt).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });
});

describe('stock.setMapping', () => {
  it('replaces what an article is made of, on record; without parts its orders hold nothing', async () => {
    const { shopId, sku, article } = await aStockedShop(5);
    await desk().setMapping({ shopId, platformSku: article, parts: [{ sku, quantity: 2 }] });
    expect((await desk().mappings({ shopId })).rows).toMatchObject([
      { platformSku: article, parts: [{ sku, quantity: 2, isCounted: true }] },
    ]);
    const orderNo = await arrive(shopId, { sku: article });
    expect(await levelOf(sku)).toEqual({ onHand: 5, reserved: 2 });
    await desk().setMapping({ shopId, platformSku: article, parts: [] });
    await arrive(shopId, { orderNo, sku: article, at: (await db.now()) + 1_000 });
    expect(await levelOf(sku)).toEqual({ onHand: 5, reserved: 0 });
    const rows = await db.query(`select 1 from audit where action = 'stock.setMapping' and ref = $1`, [shopId]);
    expect(rows).toHaveLength(3);
  });

  it('refuses an agent, a shop that is not there, and a SKU named twice', async () => {
    const { shopId } = await aShop(db, { groupId: house.groupId });
    const agent = callerOf(requestOf(db, await anActor(db, { groupId: house.groupId }))).stock;
    const input = { shopId, platformSku: 'P', parts: [{ sku: 'A', quantity: 1 }] };
    await expect(agent.setMapping(input)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(desk().setMapping({ ...input, shopId: 'none' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const twice = [...input.parts, ...input.parts];
    await expect(desk().setMapping({ ...input, parts: twice })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  });
});

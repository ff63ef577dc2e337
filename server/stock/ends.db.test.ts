import { beforeAll, describe, expect, it } from 'vitest';
import { unique } from '@/db/testing/builders';
import { type TestDatabase, testDatabase } from '@/db/testing/database';
import { appRouter } from '../root';
import { anActor, requestOf } from '../testing/acting';
import { type StockHouse, stockHouse } from '../testing/stock-house';
import { createCaller } from '../trpc';
import { reserveWaiting } from './reserve-waiting';
import { takeStockChanges } from './take-changes';

let db: TestDatabase;
let house: StockHouse;
beforeAll(async () => {
  db = await testDatabase({ isPipeline: true });
  house = await stockHouse(db);
});

const tell = (sku: string, quantity: number, orderCode = '', type = 'ZP') =>
  db.query(
    `insert into warehouse_stock_changes (link_id, message_id, business_code, warehouse, sku, inventory_type, quantity, order_code)
     values ('wms', 1, $1, 'W1', $2, $3, $4, $5)`,
    [unique('code'), sku, type, quantity, orderCode],
  );
const statesOf = async (orderNo: string) => (await house.locksOfOrder(orderNo)).map(({ state }) => state);
const soon = async (seconds: number) => (await db.now()) + seconds * 1_000;
const noticesOf = (sku: string) =>
  db.query(`select 1 from notices where kind = 'stock-negative' and detail->>'sku' = $1`, [sku]);

const cardsOf = (orderNos: readonly string[]) =>
  db.query(
    `select o.order_no as "orderNo", t.reasons from tasks t join orders o on o.id = t.order_id where o.order_no = any($1::text[])`,
    [orderNos],
  );

describe('a SKU that is mapped and that nobody has counted', () => {
  it('refuses no order and gets no alarm; once it is counted orders hold it in their sequence, and one that lacks it gets a card', async () => {
    const { shopId, sku, article } = await house.aStockedShop(null);
    const [first, second] = [
      await house.arrive(shopId, { sku: article }),
      await house.arrive(shopId, { sku: article }),
    ];
    expect([await statesOf(first), await statesOf(second)]).toEqual([['uncounted'], ['uncounted']]);
    expect((await house.desk().list({ text: sku })).rows).toMatchObject([
      { sku, isCounted: false, short: 0, unknown: 2, lastKind: null },
    ]);
    expect(await reserveWaiting(db)).toBe(0);
    await house.desk().count({ sku, onHand: 1, reason: '首次盘点' });
    expect(await cardsOf([first, second])).toEqual([]);
    expect(await reserveWaiting(db)).toBe(2);
    expect([await statesOf(first), await statesOf(second)]).toEqual([['reserved'], ['short']]);
    expect(await cardsOf([first, second])).toMatchObject([
      { orderNo: second, reasons: [{ kind: 'warehouse', ruleId: 'short', span: `${sku} × 1` }] },
    ]);
    expect(await reserveWaiting(db)).toBe(0);
    expect(await house.desk().waiting({ sku })).toMatchObject([{ orderNo: second, quantity: 1, state: 'short' }]);
  });

  it('is not taken from when an order leaves or a warehouse takes some; goods that come in are its first count', async () => {
    const { shopId, sku, article } = await house.aStockedShop(null);
    const orderNo = await house.arrive(shopId, { sku: article });
    await house.arrive(shopId, { orderNo, sku: article, status: 'shipped', at: await soon(1) });
    await tell(sku, -3);
    await takeStockChanges(db);
    expect([await statesOf(orderNo), await house.movesOf(sku), await noticesOf(sku)]).toEqual([['shipped'], [], []]);
    await tell(sku, 20);
    await tell(sku, 5, '', 'CC');
    await takeStockChanges(db);
    expect((await house.desk().list({ text: sku })).rows).toMatchObject([{ isCounted: true, onHand: 20 }]);
  });
});

describe('an order', () => {
  it('that is shipped in part holds all of its pieces until the rest is out', async () => {
    const { shopId, sku, article } = await house.aStockedShop(5);
    const orderNo = await house.arrive(shopId, { sku: article });
    await house.arrive(shopId, { orderNo, sku: article, status: 'part_shipped', at: await soon(1) });
    expect(await house.levelOf(sku)).toEqual({ onHand: 5, reserved: 1 });
    await house.arrive(shopId, { orderNo, sku: article, status: 'shipped', at: await soon(2) });
    expect(await house.levelOf(sku)).toEqual({ onHand: 4, reserved: 0 });
  });

  it('that is paid back after it left brings no pieces by itself: the warehouse counts what comes', async () => {
    const { shopId, sku, article } = await house.aStockedShop(5);
    const orderNo = await house.arrive(shopId, { sku: article });
    await house.arrive(shopId, { orderNo, sku: article, status: 'shipped', at: await soon(1) });
    const more = { refundCents: 29_900 };
    await house.arrive(shopId, { orderNo, sku: article, status: 'shipped', at: await soon(2), more });
    expect(await house.levelOf(sku)).toEqual({ onHand: 4, reserved: 0 });
    const code = unique('wo');
    await db.query(
      `insert into warehouse_orders (order_id, link_id, attempt, code) values ($1::bigint, 'wms', 1, $2)`,
      [await house.idOf(orderNo), code],
    );
    await tell(sku, -1, code);
    await tell(sku, 1, code);
    await takeStockChanges(db);
    expect(await house.levelOf(sku)).toEqual({ onHand: 5, reserved: 0 });
    expect(await house.movesOf(sku)).toEqual(['warehouse', 'shipped', 'reserved', 'adjusted']);
  });

  it('frees the pieces that are paid back before they left', async () => {
    const { shopId, sku, article } = await house.aStockedShop(5);
    const item = { lineNo: '1', sku: article, title: '', qty: 3, unitPriceCents: 10_000, paidCents: 29_900 };
    const orderNo = await house.arrive(shopId, { sku: article, more: { items: [item] } });
    expect(await house.levelOf(sku)).toEqual({ onHand: 5, reserved: 3 });
    const more = { items: [{ ...item, refundedQty: 1 }] };
    await house.arrive(shopId, { orderNo, sku: article, at: await soon(1), more });
    expect(await house.levelOf(sku)).toEqual({ onHand: 5, reserved: 2 });
  });

  it('whose article is substituted lets go of the one and holds the other', async () => {
    const { shopId, sku, article } = await house.aStockedShop(5);
    const [other, otherArticle] = [unique('sku'), unique('article')];
    await house.desk().setMapping({ shopId, platformSku: otherArticle, parts: [{ sku: other, quantity: 1 }] });
    await house.desk().count({ sku: other, onHand: 5, reason: '盘点' });
    const orderNo = await house.arrive(shopId, { sku: article });
    await house.arrive(shopId, { orderNo, sku: otherArticle, at: await soon(1) });
    expect([await house.levelOf(sku), await house.levelOf(other)]).toMatchObject([{ reserved: 0 }, { reserved: 1 }]);
  });
});

describe('stock.count', () => {
  it('sets what there is, on record, and leaves what orders hold', async () => {
    const { shopId, sku, article } = await house.aStockedShop(5);
    await house.arrive(shopId, { sku: article });
    await house.desk().count({ sku, onHand: 3, reason: '复盘' });
    expect(await house.levelOf(sku)).toEqual({ onHand: 3, reserved: 1 });
    const refused = house.desk().count({ sku, onHand: 0, reason: '复盘' });
    await expect(refused).rejects.toMatchObject({ code: 'CONFLICT' });
    const rows = await db.query(`select detail from audit where action = 'stock.count' and ref = $1 order by id`, [
      sku,
    ]);
    expect(rows).toMatchObject([{ detail: { change: 5 } }, { detail: { change: -2, reason: '复盘', onHand: 3 } }]);
  });

  it('refuses a supervisor', async () => {
    const actor = await anActor(db, { role: 'supervisor', groupId: house.groupId });
    const attempt = createCaller(appRouter)(requestOf(db, actor)).stock.count({ sku: 'A', onHand: 1, reason: '盘点' });
    await expect(attempt).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });
});

describe('stock.overview', () => {
  it('tells SKUs that are mapped and not counted, orders that wait, and that nothing is oversold', async () => {
    const before = await house.desk().overview();
    await house.aStockedShop(null);
    const { shopId, article } = await house.aStockedShop(0);
    await house.arrive(shopId, { sku: article });
    expect(await house.desk().overview()).toEqual({
      ...{ skus: before.skus + 2, uncounted: before.uncounted + 1, waitingOrders: before.waitingOrders + 1 },
      ...{ oversold: 0, overdrawn: before.overdrawn, givenUp: 0 },
    });
  });

  it('counts a SKU of which more left than there was, in the list, on the board and beside the connections, until it is counted', async () => {
    const { board, health, stock } = createCaller(appRouter)(requestOf(db, house.manager));
    const figures = async () =>
      (await Promise.all([stock.overview(), board.summary(), health.overview()])).map(({ overdrawn }) => overdrawn);
    const before = await figures();
    const { shopId, sku, article } = await house.aStockedShop(0);
    const orderNo = await house.arrive(shopId, { sku: article });
    await house.arrive(shopId, { orderNo, sku: article, status: 'shipped', at: await soon(1) });
    expect(await figures()).toEqual(before.map((n) => n + 1));
    expect((await house.desk().list({ text: sku, state: 'overdrawn' })).rows).toMatchObject([{ sku, missing: 1 }]);
    await house.desk().count({ sku, onHand: 0, reason: '盘点' });
    expect(await figures()).toEqual(before);
    expect((await house.desk().list({ text: sku, state: 'overdrawn' })).rows).toEqual([]);
  });
});

import { beforeAll, describe, expect, it } from 'vitest';
import { unique } from '@/db/testing/builders';
import { type TestDatabase, testDatabase } from '@/db/testing/database';
import { doudianArticle, doudianOrderOf } from '@/sim/douyin/order-shape';
import { type DoudianStandIn, startDoudianStandIn } from '@/sim/douyin/stand-in';
import type { Article } from '@/sim/platform/shelf';
import type { Progress } from '@/sim/shop/life';
import { createRandom } from '@/sim/shop/random';
import { startTaobaoStandIn, type TaobaoStandIn } from '@/sim/taobao/stand-in';
import { taobaoArticle, taobaoTradeOf, tidOf } from '@/sim/taobao/trade-shape';
import { paidOrders } from '../../testing/badly-told.test-data';
import { doudianDesk } from '../../testing/doudian-desk';
import { platformDesk } from '../../testing/platform-desk';
import { type StockHouse, stockHouse } from '../../testing/stock-house';
import { countOversold } from '../oversold';
import { leaseWrites } from './lease-writes';
import { writeStockDue } from './write-due';

const TAOBAO = { appKey: '12345678', appSecret: 'secret of the app', sellerId: '2200000000017' };
const EXACT = { callsPerSecond: 100_000, lossShare: 0, repeatShare: 0 };
const ALL = { isWriting: true, bufferPieces: 0, bufferBp: 0, shareBp: 10_000, doesWriteChanges: true };

let db: TestDatabase;
let house: StockHouse;
let douyin: Awaited<ReturnType<typeof doudianDesk<DoudianStandIn>>>;
let taobao: Awaited<ReturnType<typeof platformDesk<TaobaoStandIn>>>;

beforeAll(async () => {
  db = await testDatabase({ isPipeline: true });
  house = await stockHouse(db);
  douyin = await doudianDesk(db, (start) =>
    startDoudianStandIn({ ...start, ...EXACT, port: 0, random: createRandom(7) }),
  );
  taobao = await platformDesk(db, {
    platform: 'taobao',
    secret: TAOBAO.appSecret,
    start: (given) => startTaobaoStandIn({ ...TAOBAO, ...given, ...EXACT, port: 0, random: createRandom(8) }),
    credentialsOf: (standIn) => ({
      ...{ appKey: TAOBAO.appKey, sellerId: TAOBAO.sellerId },
      ...{ sessionKey: standIn.session(), refreshToken: standIn.refreshToken() },
    }),
  });
  for (const { shopId } of [douyin, taobao]) await house.desk().setWriting({ shopId, ...ALL, version: 0 });
  await taobao.pull();
});

const writeOnce = async () => {
  const begun = await writeStockDue(douyin.services);
  await Promise.all(begun.values());
};
/** Until no article is due; time passes where it has to. */
async function writeAll(): Promise<void> {
  for (let rounds = 0; rounds < 200; rounds += 1) {
    await writeOnce();
    const waiting = await db.query(`select 1 from stock_articles where due_at is not null and product_no <> ''`);
    if (waiting.length === 0) return;
    await douyin.passTime();
    await taobao.passTime();
    await db.query('update stock_articles set due_at = now() where due_at > now()');
  }
  throw new Error('articles stay due for ever');
}

let serial = 0;
/** So many orders of one piece of an article each. */
async function ordersOf(article: string, count: number): Promise<Progress[]> {
  const line = { sku: article, title: '保温杯', spec: '颜色:白', quantity: 1, unitFen: 9_900 };
  const now = await db.now();
  return paidOrders(now - 540_000, now - 100_000, count).map((progress) => ({
    ...progress,
    order: {
      ...progress.order,
      orderNo: String(++serial).padStart(18, '0'),
      discountFen: 0,
      couponFen: 0,
      holds: [],
      lines: [line] as never,
    },
  }));
}
/** Until so many orders of an article are in the pool: a pull that was not due yet is made again. */
async function haveArrived(article: string, count: number): Promise<void> {
  for (let rounds = 0; rounds < 100; rounds += 1) {
    await taobao.pull();
    await douyin.fetchAll();
    const [row] = await db.query<{ n: number }>('select count(*)::int as n from orders where skus @> array[$1]', [
      article,
    ]);
    if (row?.n === count) return;
    await taobao.passTime();
  }
  throw new Error(`not all ${count} orders arrived`);
}
/** The platform tells of what these buyers have bought. */
const DESKS = {
  douyin: {
    articleOf: doudianArticle,
    desk: () => douyin,
    tell: async (orders: readonly Progress[]) => {
      const hints = orders.map((progress) => {
        const order = doudianOrderOf(progress, progress.life.paidAt ?? 0);
        douyin.standIn.put(order);
        return douyin.standIn.hint(order.order_id, '101');
      });
      if (hints.length > 0) await douyin.standIn.deliver(hints);
    },
  },
  taobao: {
    articleOf: taobaoArticle,
    desk: () => taobao,
    tell: async (orders: readonly Progress[]) => {
      for (const progress of orders) {
        taobao.standIn.put(taobaoTradeOf(progress, progress.life.paidAt ?? 0));
        taobao.standIn.publish([taobao.standIn.message(tidOf(progress.order), 'taobao_trade_TradeBuyerPay')]);
      }
      await taobao.pull();
    },
  },
} as const;
type Name = keyof typeof DESKS;

const shelfOf = (name: Name) => DESKS[name].desk().standIn.shelf;
/** An article that these shops sell, made of one SKU of which there are so many, and told to them. */
async function anArticle(onHand: number, names: readonly Name[]) {
  const [sku, article] = [unique('sku'), unique('article')];
  for (const name of names) {
    const { product: productNo, sku: skuNo } = DESKS[name].articleOf(article);
    const { shopId } = DESKS[name].desk();
    await house.desk().setMapping({ shopId, platformSku: article, parts: [{ sku, quantity: 1 }], productNo, skuNo });
  }
  await house.desk().count({ sku, onHand, reason: '盘点' });
  await writeAll();
  const shown = (name: Name) => shelfOf(name).pieces(DESKS[name].articleOf(article));
  const ofArticle = (name: Name): Article => DESKS[name].articleOf(article);
  return { sku, article, shown, ofArticle };
}
const setRule = async (shopId: string, rule: Partial<typeof ALL>) => {
  const { version = 0 } = (await house.desk().shops()).find((shop) => shop.shopId === shopId) ?? {};
  await house.desk().setWriting({ shopId, ...ALL, ...rule, version });
};
const stateOf = async (shopId: string, platformSku: string) =>
  (await house.desk().mappings({ shopId, text: platformSku })).rows[0];

describe('two hundred buyers of fifty pieces', () => {
  it('on one platform end at what is kept back, and not one piece is offered again while orders are under way', async () => {
    await setRule(douyin.shopId, { bufferPieces: 5 });
    const { sku, article, shown, ofArticle } = await anArticle(50, ['douyin']);
    const writesBefore = shelfOf('douyin').writes().length;
    expect(shown('douyin')).toBe(45);
    const buyers = await ordersOf(article, 200);
    let sold = 0;
    for (let at = 0; at < 200; at += 20) {
      const bought = buyers.slice(at, at + 20).filter(() => shelfOf('douyin').sell(ofArticle('douyin')));
      sold += bought.length;
      await DESKS.douyin.tell(bought);
      await douyin.work();
      await douyin.fetchOnce();
      await writeOnce();
    }
    await douyin.fetchAll();
    await writeAll();
    expect([sold, shown('douyin')]).toEqual([45, 0]);
    expect(await house.levelOf(sku)).toEqual({ onHand: 50, reserved: 45 });
    expect(shelfOf('douyin').writes()).toHaveLength(writesBefore);
    await setRule(douyin.shopId, {});
    await writeAll();
    expect(shown('douyin')).toBe(5);
  }, 30_000);

  it('on two platforms that both offer all end at nothing on both, never below, and the ledger holds fifty', async () => {
    const { sku, article, shown, ofArticle } = await anArticle(50, ['douyin', 'taobao']);
    const buyers = { douyin: await ordersOf(article, 100), taobao: await ordersOf(article, 100) };
    let sold = 0;
    for (let at = 0; at < 100; at += 10) {
      for (const name of ['douyin', 'taobao'] as const) {
        const bought = buyers[name].slice(at, at + 10).filter(() => shelfOf(name).sell(ofArticle(name)));
        sold += bought.length;
        await DESKS[name].tell(bought);
      }
      await douyin.work();
      await douyin.fetchOnce();
      await writeOnce();
    }
    await haveArrived(article, sold);
    await writeAll();
    expect([shown('douyin'), shown('taobao')]).toEqual([0, 0]);
    for (const name of ['douyin', 'taobao'] as const)
      expect(
        Math.min(
          ...shelfOf(name)
            .writes()
            .map(({ left }) => left),
        ),
      ).toBeGreaterThanOrEqual(0);
    expect(await house.levelOf(sku)).toEqual({ onHand: 50, reserved: 50 });
    expect(await countOversold(db)).toBe(0);
    const [short] = await db.query<{ n: number }>(
      `select count(*)::int as n from stock_reservations where sku = $1 and state = 'short'`,
      [sku],
    );
    expect(short?.n).toBe(sold - 50);
  }, 30_000);
});

describe('what is free', () => {
  it('is told as a difference, which leaves alone what buyers are just taking', async () => {
    const { sku, article, shown, ofArticle } = await anArticle(10, ['taobao']);
    const bought = (await ordersOf(article, 4)).filter(() => shelfOf('taobao').sell(ofArticle('taobao')));
    await house.desk().adjust({ sku, change: 5, reason: '到货' });
    await writeAll();
    expect(shown('taobao')).toBe(11);
    await DESKS.taobao.tell(bought);
    await haveArrived(article, bought.length);
    await writeAll();
    expect([shown('taobao'), await house.levelOf(sku)]).toEqual([11, { onHand: 15, reserved: 4 }]);
    expect(shelfOf('taobao').writes().at(-1)).toMatchObject({ pieces: 5, isChange: true });
  });

  it('is told once, the last of it, however often it moved meanwhile', async () => {
    const { sku, shown } = await anArticle(10, ['douyin']);
    const before = shelfOf('douyin').writes().length;
    for (let n = 0; n < 7; n += 1) await house.desk().adjust({ sku, change: 1, reason: '到货' });
    await writeAll();
    expect([shown('douyin'), shelfOf('douyin').writes().length - before]).toEqual([17, 1]);
  });

  it('is told although calls are limited and the access is over, and as a whole number after a worker died', async () => {
    const { sku, article, shown } = await anArticle(10, ['douyin']);
    douyin.standIn.limit(3);
    douyin.standIn.expireTokens();
    for (const onHand of [12, 9]) {
      await house.desk().count({ sku, onHand, reason: '盘点' });
      await writeAll();
    }
    douyin.standIn.limit(100_000);
    expect(shown('douyin')).toBe(9);
    await house.desk().count({ sku, onHand: 20, reason: '盘点' });
    expect(await leaseWrites(db, douyin.shopId, 8)).toMatchObject([
      { platformSku: article, pieces: 11, isChange: true },
    ]);
    await writeAll();
    expect(shown('douyin')).toBe(20);
    expect(shelfOf('douyin').writes().at(-1)).toMatchObject({ pieces: 20, isChange: false });
  });

  it('is given up after the platform has refused it again and again, and told again when a person asks or it moves', async () => {
    const { sku, article, shown, ofArticle } = await anArticle(10, ['taobao']);
    shelfOf('taobao').refuse(ofArticle('taobao'), true);
    await house.desk().adjust({ sku, change: 1, reason: '到货' });
    await writeAll();
    expect(await stateOf(taobao.shopId, article)).toMatchObject({ isGivenUp: true, sent: 10 });
    expect(await house.desk().overview()).toMatchObject({ givenUp: 1 });
    shelfOf('taobao').refuse(ofArticle('taobao'), false);
    expect(await house.desk().rewrite({ shopId: taobao.shopId, platformSku: article })).toEqual({ articles: 1 });
    await writeAll();
    expect([shown('taobao'), await stateOf(taobao.shopId, article)]).toMatchObject([
      11,
      { isGivenUp: false, sent: 11 },
    ]);
    const rows = await db.query(`select 1 from audit where action = 'stock.rewrite' and ref = $1`, [taobao.shopId]);
    expect(rows).toHaveLength(1);
  });

  it('is not told of an article whose numbers nobody knows, until an order names them', async () => {
    const [sku, article] = [unique('sku'), unique('article')];
    const { shopId } = douyin;
    await house.desk().setMapping({ shopId, platformSku: article, parts: [{ sku, quantity: 1 }] });
    await house.desk().count({ sku, onHand: 8, reason: '盘点' });
    await writeAll();
    expect(await stateOf(shopId, article)).toMatchObject({ productNo: '', sent: null });
    await DESKS.douyin.tell(await ordersOf(article, 1));
    await douyin.fetchAll();
    await writeAll();
    const { product: productNo, sku: skuNo } = doudianArticle(article);
    expect(await stateOf(shopId, article)).toMatchObject({ productNo, skuNo, sent: 7 });
  });

  it('is not told of a SKU that nobody has counted, and of nothing while the shop does not want it', async () => {
    const { sku, shown } = await anArticle(10, ['taobao']);
    await setRule(taobao.shopId, { isWriting: false });
    await house.desk().adjust({ sku, change: 5, reason: '到货' });
    await writeOnce();
    expect(shown('taobao')).toBe(10);
    const calls = taobao.standIn.timesCalled('taobao.skus.quantity.update');
    const article = unique('article');
    const { product: productNo, sku: skuNo } = taobaoArticle(article);
    const parts = [{ sku: unique('sku'), quantity: 1 }];
    await setRule(taobao.shopId, {});
    await writeAll();
    expect(shown('taobao')).toBe(15);
    const callsAfter = taobao.standIn.timesCalled('taobao.skus.quantity.update');
    expect(callsAfter).toBeGreaterThan(calls);
    await house.desk().setMapping({ shopId: taobao.shopId, platformSku: article, parts, productNo, skuNo });
    await writeAll();
    expect(taobao.standIn.timesCalled('taobao.skus.quantity.update')).toBe(callsAfter);
  });
});

import { beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '@/db/testing/database';
import { HOUR_MS } from '@/domain/clocks/instant';
import { type JdOrder, jdNoOf, jdOrderOf } from '@/sim/jd/order-shape';
import { type JdStandIn, startJdStandIn } from '@/sim/jd/stand-in';
import { instantOf } from '@/sim/platform/isv';
import type { Progress } from '@/sim/shop/life';
import { byNumber, ordersOf, type PooledRow, paidOrders, shippedOf } from '../testing/asked-orders.test-data';
import { platformDesk } from '../testing/platform-desk';

const ORDERS = 1_000;
const APP = { appKey: 'A1B2C3D4E5F60718293A4B5C6D7E8F90', appSecret: 'secret of the app' };
const STATUS: Readonly<Record<string, string>> = {
  WAIT_SELLER_STOCK_OUT: 'to_ship',
  POP_ORDER_PAUSE: 'paid_hold',
  LOCKED: 'paid_hold',
  WAIT_GOODS_RECEIVE_CONFIRM: 'shipped',
  TRADE_CANCELED: 'cancelled',
};

let db: TestDatabase;
let desk: Awaited<ReturnType<typeof platformDesk<JdStandIn>>>;
let known: ReturnType<typeof ordersOf>;
let now: number;

beforeAll(async () => {
  db = await testDatabase({ isPipeline: true });
  desk = await platformDesk(db, {
    platform: 'jd',
    secret: APP.appSecret,
    start: ({ now: clock }) => startJdStandIn({ ...APP, port: 0, callsPerSecond: 100_000, now: clock }),
    credentialsOf: (standIn) => ({
      ...{ appKey: APP.appKey, oauthBase: `${standIn.url}/oauth2` },
      ...{ accessToken: standIn.accessToken(), refreshToken: standIn.refreshToken() },
    }),
  });
  known = ordersOf(db, desk.shopId);
  now = await db.now();
});

const put = (progress: Progress, at: number): void => {
  const order = jdOrderOf(progress, at);
  if (order === null) throw new Error('the platform does not show this order');
  desk.standIn.put(order);
};
const truthOf = (order: JdOrder): PooledRow => ({
  orderNo: order.orderId,
  status: STATUS[order.orderState] ?? '',
  amountFen: Math.round(Number(order.orderPayment) * 100),
  trackingNo: String(order.waybill) || null,
  version: instantOf(order.modified),
});
const truth = () => byNumber(desk.standIn.orders().map(truthOf));
const look = async () => {
  await desk.passTime();
  expect(await desk.poll()).toBe(true);
};
describe('a thousand orders of a platform that tells of nothing', () => {
  let orders: Progress[];

  it('are all in the pool after a look, though calls are limited and the token has to be renewed; none counts as lost', async () => {
    orders = paidOrders(now, ORDERS, 'JD');
    // A first look reaches five minutes back.
    for (const [n, progress] of orders.entries()) put(progress, now - 240_000 + Math.floor((n * 200_000) / ORDERS));
    await look();
    desk.standIn.limit(60);
    for (let round = 0; round < 10; round += 1) await desk.fetchOnce();
    desk.standIn.tokenEndsIn(HOUR_MS);
    await db.query('update channel_tokens set renew_at = now()');
    await desk.passTime();
    await desk.fetchAll();
    expect(await known.pooled()).toEqual(truth());
    expect(desk.standIn.timesLimited()).toBeGreaterThan(0);
    expect(desk.standIn.timesRenewed()).toBe(1);
    expect(await known.foundBy('list')).toEqual(truth().map(({ orderNo }) => orderNo));
    expect(await known.counted()).toMatchObject({ orders: 0, updates: 0 });
  }, 90_000);

  it('are asked for no second time by a second look at the same span', async () => {
    desk.standIn.limit(100_000);
    const before = desk.standIn.timesCalled('jingdong.pop.order.get');
    await look();
    expect(await desk.fetchOnce()).toBe(0);
    expect(desk.standIn.timesCalled('jingdong.pop.order.get')).toBe(before);
  });

  it('are as the platform has them after later changes', async () => {
    const at = now - 1_000;
    for (const progress of shippedOf(orders, 400, at)) put(progress, at);
    await look();
    await desk.fetchAll();
    expect(await known.pooled()).toEqual(truth());
    expect(await known.counted()).toMatchObject({ orders: 0, updates: 0 });
    expect(await known.unread()).toEqual([]);
  }, 60_000);
});

describe('the token that a seller gave', () => {
  let made = 0;
  const anOrder = (): string => {
    made += 1;
    const [progress] = paidOrders(now + 200_000 + made * 1_000, 1, 'JX');
    if (!progress) throw new Error('no order');
    put(progress, now - 1_000);
    return jdNoOf(progress.order);
  };
  const inPool = async (orderNo: string) =>
    (await db.query('select 1 from orders where order_no = $1', [orderNo])).length;

  it('is used on where the platform renews none yet', async () => {
    const renewed = desk.standIn.timesRenewed();
    const orderNo = anOrder();
    await look();
    await db.query('update channel_tokens set renew_at = now()');
    await desk.fetchAll();
    expect([await inPool(orderNo), desk.standIn.timesRenewed()]).toEqual([1, renewed]);
    expect(await db.query('select 1 from channel_tokens where renew_at > now()')).toHaveLength(1);
  });

  it('that was taken back stops all calls with the reason, and nothing is given up', async () => {
    const orderNo = anOrder();
    await look();
    desk.standIn.revokeToken();
    for (let round = 0; round < 8; round += 1) {
      await desk.fetchOnce();
      await desk.passTime();
    }
    const [row] = await db.query(
      `select dead_at is null as alive, due_at is not null as due, last_error as error from order_fetches where order_no = $1`,
      [orderNo],
    );
    expect(row).toEqual({ alive: true, due: true, error: 'oauth2/refresh_token answered 19: authorise the app again' });
    expect(await inPool(orderNo)).toBe(0);
  });
});

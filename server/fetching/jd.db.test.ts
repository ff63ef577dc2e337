import { beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '@/db/testing/database';
import { HOUR_MS } from '@/domain/clocks/instant';
import { storedReason } from '@/domain/intake/reason';
import { type JdOrder, jdOrderOf } from '@/sim/jd/order-shape';
import { type JdStandIn, startJdStandIn } from '@/sim/jd/stand-in';
import { instantOf } from '@/sim/platform/isv';
import { type BadlyTelling, paidOrders, testBadlyTold } from '../testing/badly-told.test-data';
import { platformDesk } from '../testing/platform-desk';

const APP = { appKey: 'A1B2C3D4E5F60718293A4B5C6D7E8F90', appSecret: 'secret of the app' };
const STATUS: Readonly<Record<string, string>> = {
  WAIT_SELLER_STOCK_OUT: 'to_ship',
  POP_ORDER_PAUSE: 'paid_hold',
  LOCKED: 'paid_hold',
  WAIT_GOODS_RECEIVE_CONFIRM: 'shipped',
  TRADE_CANCELED: 'cancelled',
};

const truthOf = (order: JdOrder) => ({
  orderNo: order.orderId,
  status: STATUS[order.orderState] ?? '',
  amountFen: Math.round(Number(order.orderPayment) * 100),
  trackingNo: String(order.waybill) || null,
  version: instantOf(order.modified),
});
let db: TestDatabase;
let desk: Awaited<ReturnType<typeof platformDesk<JdStandIn>>>;
let platform: BadlyTelling;

const look = async () => {
  await desk.passTime();
  expect(await desk.poll()).toBe(true);
};

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
  const { standIn } = desk;
  platform = {
    // A first look reaches five minutes back.
    ...{ db, desk, agoMs: { placed: 280_000, changed: 20_000 } },
    put(progress, at) {
      const order = jdOrderOf(progress, at);
      if (order === null) throw new Error('the platform does not show this order');
      standIn.put(order);
      return order.orderId;
    },
    tell: look,
    truth: () => standIn.orders().map(truthOf),
    lost: null,
    limit: standIn.limit,
    timesLimited: standIn.timesLimited,
    /** A token is renewed in the last day of its life, and not after it. */
    expireTokens() {
      standIn.tokenEndsIn(HOUR_MS);
      return db.query('update channel_tokens set renew_at = now()');
    },
    timesRenewed: standIn.timesRenewed,
    timesAsked: () => standIn.timesCalled('jingdong.pop.order.get'),
  };
}, 30_000);

describe('hundreds of orders of JD, which tells of nothing', () => {
  testBadlyTold(() => platform);
});

describe('the token that a seller gave', () => {
  let made = 0;
  const anOrder = (): string => {
    made += 1;
    const [progress] = paidOrders(desk.begunAt + 200_000 + made * 1_000, desk.begunAt + 300_000, 1);
    if (!progress) throw new Error('no order');
    return platform.put(progress, desk.begunAt - 1_000);
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
    expect(row).toEqual({
      alive: true,
      due: true,
      error: storedReason({ code: 'authorise-again', call: 'oauth2/refresh_token', answer: 19 }),
    });
    expect(await inPool(orderNo)).toBe(0);
  });
});

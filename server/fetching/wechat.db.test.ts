import { beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '@/db/testing/database';
import { createRandom } from '@/sim/shop/random';
import { eventOf, type WechatOrder, wechatOrderOf } from '@/sim/wechat/order-shape';
import { startWechatStandIn } from '@/sim/wechat/stand-in';
import { type BadlyTelling, testBadlyTold } from '../testing/badly-told.test-data';
import { wechatDesk } from '../testing/wechat-desk.test-data';

const STATUS: Readonly<Record<number, string>> = { 10: 'unpaid', 20: 'to_ship', 30: 'shipped', 250: 'cancelled' };
type Detail = {
  price_info: { order_price: number };
  delivery_info: { delivery_product_info: { waybill_id: string }[] };
};
const truthOf = (order: WechatOrder) => {
  const { price_info: price, delivery_info: delivery } = order.order_detail as Detail;
  return {
    orderNo: order.order_id,
    status: STATUS[order.status] ?? '',
    amountFen: price.order_price,
    trackingNo: delivery.delivery_product_info[0]?.waybill_id ?? null,
    version: order.update_time * 1_000,
  };
};

let db: TestDatabase;
let desk: Awaited<ReturnType<typeof wechatDesk>>;
let platform: BadlyTelling;

beforeAll(async () => {
  db = await testDatabase({ isPipeline: true });
  desk = await wechatDesk(db, (app, given) =>
    startWechatStandIn({
      ...{ ...app, ...given, port: 0, callsPerSecond: 100_000 },
      ...{ random: createRandom(7), lossShare: 0.05, repeatShare: 0.2 },
    }),
  );
  const { standIn } = desk;
  platform = {
    ...{ db, desk, agoMs: { placed: 530_000, changed: 100_000 } },
    put(progress, at) {
      const order = wechatOrderOf(progress, at);
      standIn.put(order);
      return order.order_id;
    },
    async tell(orderNos, event) {
      await standIn.push(orderNos.map((orderNo) => standIn.notice(orderNo, eventOf(event) ?? '')));
      expect(standIn.counts().failed).toBe(0);
    },
    truth: () => standIn.orders().map(truthOf),
    lost: () => standIn.lost().map(({ orderId }) => orderId),
    limit: standIn.limit,
    timesLimited: standIn.timesLimited,
    expireTokens: async () => standIn.expireTokens(),
    timesRenewed: () => standIn.timesIssued() - 1,
    timesAsked: () => standIn.timesCalled('/channels/ec/order/get'),
  };
}, 30_000);

describe('hundreds of orders of 微信小店, of which events tell badly', () => {
  testBadlyTold(() => platform);
});

describe('the door of 微信小店', () => {
  it('answers the check of its address, and refuses one that is not signed', async () => {
    expect(await desk.standIn.checkAddress()).toBe(true);
    const response = await fetch(`${desk.doorUrl}/${desk.shopId}?signature=x&timestamp=1&nonce=2&echostr=3`);
    expect(response.status).toBe(401);
    expect(await response.text()).not.toContain('3');
  });

  it.each([
    ['sealed JSON', { isXml: false, isSealed: true }, true],
    ['sealed XML', { isXml: true, isSealed: true }, true],
    ['an open push, since the shop has a key', { isXml: false, isSealed: false }, false],
  ])('takes %s: %j %j', async (_, form, isTaken) => {
    const [order] = desk.standIn.orders();
    const notice = {
      ...desk.standIn.notice(order?.order_id ?? '', 'channels_ec_order_confirm'),
      at: Math.floor(Math.random() * 1e9),
    };
    expect(await desk.standIn.deliver(notice, form)).toBe(isTaken);
  });
});

import { beforeAll, describe, expect, vi } from 'vitest';
import { type TestDatabase, testDatabase } from '@/db/testing/database';
import { instantOf, type PddOrder, pddOrderOf } from '@/sim/pinduoduo/order-shape';
import { startPddStandIn } from '@/sim/pinduoduo/stand-in';
import { createRandom } from '@/sim/shop/random';
import { type BadlyTelling, testBadlyTold } from '../testing/badly-told.test-data';
import { pinduoduoDesk } from '../testing/pinduoduo-desk.test-data';
import { aStreamNode } from '../testing/streams';

const fenOf = (yuan: unknown): number => Math.round(Number(yuan) * 100);
function statusOf(order: PddOrder): string {
  if (order.confirm_status === 2) return 'cancelled';
  if (order.order_status === 2) return 'shipped';
  return order.risk_control_status === 1 ? 'paid_hold' : 'to_ship';
}

let db: TestDatabase;
let platform: BadlyTelling;

beforeAll(async () => {
  db = await testDatabase({ isPipeline: true });
  const desk = await pinduoduoDesk(db, (app, now) =>
    startPddStandIn({
      ...app,
      ...{ now, port: 0, callsPerSecond: 100_000, random: createRandom(7), lossShare: 0.05, repeatShare: 0.2 },
    }),
  );
  const { standIn } = desk;
  const { messenger } = standIn;
  expect(await desk.pull()).toBe(1);
  aStreamNode(db);
  await vi.waitFor(() => {
    if (messenger.connected() !== 1) throw new Error('nobody has connected');
  }, 5_000);
  platform = {
    ...{ db, desk, agoMs: { placed: 530_000, changed: 190_000 } },
    put(progress, at) {
      const order = pddOrderOf(progress, at);
      standIn.put(order);
      return order.order_sn;
    },
    async tell(orderNos, event) {
      const type = event === 'order.paid' ? 'pdd_trade_TradeConfirmed' : 'pdd_trade_TradeSellerShip';
      const messages = orderNos.map((orderNo) => standIn.message(orderNo, type));
      const half = Math.floor(messages.length / 2);
      messenger.tell(messages.slice(0, half));
      messenger.cut();
      messenger.tell(messages.slice(half));
      await vi.waitFor(
        async () => {
          await db.query(`update channel_streams set retry_at = 'epoch'`);
          if (messenger.waiting().length > 0) throw new Error('not everything is acknowledged');
        },
        { timeout: 30_000, interval: 100 },
      );
    },
    truth: () =>
      standIn.orders().map((order) => ({
        orderNo: order.order_sn,
        status: statusOf(order),
        amountFen: fenOf(order.pay_amount),
        trackingNo: (order.tracking_number as string) || null,
        version: instantOf(order.updated_at),
      })),
    lost: () => messenger.lost().map(({ orderSn }) => orderSn),
    limit: standIn.limit,
    timesLimited: standIn.timesLimited,
    expireTokens: async () => standIn.expireTokens(),
    timesRenewed: () => standIn.timesIssued() - 1,
    timesAsked: () => standIn.timesCalled('pdd.order.information.get'),
  };
}, 30_000);

describe('hundreds of orders of 拼多多, of which messages tell badly over a connection that is cut', () => {
  testBadlyTold(() => platform);
});

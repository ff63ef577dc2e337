import { beforeAll, describe, expect } from 'vitest';
import { testDatabase } from '@/db/testing/database';
import { type DoudianOrder, doudianOrderOf } from '@/sim/douyin/order-shape';
import { type DoudianStandIn, startDoudianStandIn } from '@/sim/douyin/stand-in';
import { createRandom } from '@/sim/shop/random';
import { type BadlyTelling, testBadlyTold } from '../testing/badly-told.test-data';
import { doudianDesk } from '../testing/doudian-desk';

const STATUS: Readonly<Record<number, string>> = {
  ...{ 1: 'unpaid', 105: 'paid_hold', 2: 'to_ship', 3: 'shipped', 4: 'cancelled' },
};
const TAGS = { 'order.paid': '101', 'order.shipped': '102' };
const BATCH = 5;
const truthOf = (order: DoudianOrder) => ({
  orderNo: order.order_id,
  status: STATUS[order.order_status] ?? '',
  amountFen: Number(order.pay_amount),
  trackingNo: (order.logistics_info as { tracking_no: string }[])[0]?.tracking_no ?? null,
  version: order.update_time * 1_000,
});

let platform: BadlyTelling;

beforeAll(async () => {
  const db = await testDatabase({ isPipeline: true });
  const desk = await doudianDesk<DoudianStandIn>(db, (start) =>
    startDoudianStandIn({
      ...{ ...start, port: 0, callsPerSecond: 100_000 },
      ...{ random: createRandom(7), lossShare: 0.05, repeatShare: 0.2 },
    }),
  );
  const { standIn } = desk;
  platform = {
    ...{ db, desk, agoMs: { placed: 530_000, changed: 100_000 } },
    put(progress, at) {
      const order = doudianOrderOf(progress, at);
      standIn.put(order);
      return order.order_id;
    },
    async tell(orderNos, event) {
      await standIn.push(
        orderNos.map((orderNo) => standIn.hint(orderNo, TAGS[event])),
        BATCH,
      );
      expect(standIn.counts().failed).toBe(0);
    },
    truth: () => standIn.orders().map(truthOf),
    lost: () => standIn.lost().map(({ data }) => /"p_id":(\d+)/.exec(data)?.[1] ?? ''),
    limit: standIn.limit,
    timesLimited: standIn.timesLimited,
    expireTokens: async () => standIn.expireTokens(),
    timesRenewed: () => standIn.timesIssued() - 1,
    timesAsked: () => standIn.timesCalled('order.orderDetail'),
  };
}, 30_000);

describe('hundreds of orders of 抖店, of which pushes tell badly', () => {
  testBadlyTold(() => platform);
});

import { beforeAll, describe, expect } from 'vitest';
import { testDatabase } from '@/db/testing/database';
import { instantOf } from '@/sim/platform/isv';
import { createRandom } from '@/sim/shop/random';
import { startTaobaoStandIn } from '@/sim/taobao/stand-in';
import { type TaobaoTrade, taobaoTradeOf } from '@/sim/taobao/trade-shape';
import { type BadlyTelling, testBadlyTold } from '../testing/badly-told.test-data';
import { platformDesk } from '../testing/platform-desk';

const APP = { appKey: '12345678', appSecret: 'secret of the app', sellerId: '2200000000017' };
const STATUS: Readonly<Record<string, string>> = {
  WAIT_SELLER_SEND_GOODS: 'to_ship',
  PAID_FORBID_CONSIGN: 'paid_hold',
  WAIT_BUYER_CONFIRM_GOODS: 'shipped',
};
const TOPICS = { 'order.paid': 'taobao_trade_TradeBuyerPay', 'order.shipped': 'taobao_trade_TradeSellerShip' };
const truthOf = (trade: TaobaoTrade) => ({
  orderNo: String(trade.tid),
  status: STATUS[trade.status] ?? '',
  amountFen: Math.round(Number(trade.payment) * 100),
  trackingNo: (trade.orders as { order: { invoice_no: string }[] }).order[0]?.invoice_no || null,
  version: instantOf(trade.modified),
});

let platform: BadlyTelling;

beforeAll(async () => {
  const db = await testDatabase({ isPipeline: true });
  const desk = await platformDesk(db, {
    platform: 'taobao',
    secret: APP.appSecret,
    start: (given) =>
      startTaobaoStandIn({
        ...{ ...APP, ...given, port: 0, callsPerSecond: 100_000 },
        ...{ random: createRandom(7), lossShare: 0.05, repeatShare: 0.2 },
      }),
    credentialsOf: (standIn) => ({
      ...{ appKey: APP.appKey, sellerId: APP.sellerId },
      ...{ sessionKey: standIn.session(), refreshToken: standIn.refreshToken() },
    }),
  });
  const { standIn } = desk;
  expect(await desk.pull()).toBe(1);
  platform = {
    ...{ db, desk, agoMs: { placed: 530_000, changed: 100_000 } },
    put(progress, at) {
      const trade = taobaoTradeOf(progress, at);
      standIn.put(trade);
      return String(trade.tid);
    },
    /** What is given and not confirmed comes again, so that time has to pass until the queue is empty. */
    async tell(orderNos, event) {
      standIn.publish(orderNos.map((orderNo) => standIn.message(orderNo, TOPICS[event])));
      standIn.forgetConfirmations(true);
      for (let rounds = 0; standIn.counts().waiting > 0; rounds += 1) {
        if (rounds > 500) throw new Error('messages wait for ever');
        await desk.passTime();
        await desk.pull();
        standIn.forgetConfirmations(false);
      }
    },
    truth: () => standIn.trades().map(truthOf),
    lost: () => standIn.lost().map(({ content }) => /"tid":(\d+)/.exec(content)?.[1] ?? ''),
    limit: standIn.limit,
    timesLimited: standIn.timesLimited,
    expireTokens: async () => standIn.expireSession(),
    timesRenewed: standIn.timesRenewed,
    timesAsked: () => standIn.timesCalled('taobao.trade.fullinfo.get'),
  };
}, 30_000);

describe('hundreds of trades of which a queue tells badly', () => {
  testBadlyTold(() => platform);
});

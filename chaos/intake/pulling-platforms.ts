import { MINUTE_MS } from '@/domain/clocks/instant';
import { jdOrderOf } from '@/sim/jd/order-shape';
import { startJdStandIn } from '@/sim/jd/stand-in';
import { instantOf as pddInstantOf, pddOrderOf } from '@/sim/pinduoduo/order-shape';
import { startPddStandIn } from '@/sim/pinduoduo/stand-in';
import { instantOf } from '@/sim/platform/isv';
import { startTaobaoStandIn } from '@/sim/taobao/stand-in';
import { taobaoTradeOf } from '@/sim/taobao/trade-shape';
import type { Step } from './orders';
import type { Platform } from './platform';
import { CALLS, EXACT } from './pushing-platforms';

const idOf = (key: string): bigint => BigInt(key.slice(key.indexOf('/') + 1));

const TAOBAO = { appKey: '12345678', appSecret: 'secret of the app', sellerId: '2200000000017' };
const TOPICS: Readonly<Record<Step['word'], string>> = {
  created: 'taobao_trade_TradeCreate',
  paid: 'taobao_trade_TradeBuyerPay',
  moved: 'taobao_trade_TradeLogisticsAddressChanged',
  shipped: 'taobao_trade_TradeSellerShip',
  signed: 'taobao_trade_TradeSuccess',
};

/** Taobao: messages wait in a queue until they are fetched and confirmed. */
async function taobao(): Promise<Platform> {
  const standIn = await startTaobaoStandIn({ ...TAOBAO, ...EXACT });
  return {
    ...{ channel: 'taobao', secret: TAOBAO.appSecret, behindMs: 0 },
    credentials: {
      ...{ ...CALLS, appKey: TAOBAO.appKey, sellerId: TAOBAO.sellerId, apiBase: standIn.url },
      ...{ sessionKey: standIn.session(), refreshToken: standIn.refreshToken() },
    },
    change({ progress, word }, at) {
      const trade = taobaoTradeOf(progress, at);
      standIn.put(trade);
      const message = standIn.message(String(trade.tid), TOPICS[word]);
      return {
        key: `push/${message.id}`,
        send: async () => standIn.publish([message]),
        async contradict() {
          standIn.publish([{ ...message, topic: 'taobao_trade_TradeModifyFee' }]);
          return true;
        },
      };
    },
    isAcknowledged: (key) => standIn.isConfirmed(idOf(key)),
    waiting: () => standIn.counts().waiting,
    orders: () => standIn.trades().map((one) => ({ orderNo: String(one.tid), version: instantOf(one.modified) })),
    cut: () => {},
    expireTokens: standIn.expireSession,
    report: () =>
      `${standIn.counts().confirmed} confirmed, ${standIn.timesCalled('taobao.trade.fullinfo.get')} trades asked for`,
    close: standIn.close,
  };
}

const PDD = {
  clientId: 'dc953bcf00000000000000000000aaaa',
  clientSecret: 'secret of the app',
  mallId: '171504183',
  authCode: 'a-code-that-is-good-once',
};
const TYPES: Readonly<Record<Exclude<Step['word'], 'created'>, string>> = {
  paid: 'pdd_trade_TradeConfirmed',
  moved: 'pdd_trade_TradeLogisticsAddressChanged',
  shipped: 'pdd_trade_TradeSellerShip',
  signed: 'pdd_trade_TradeSuccess',
};

/** 拼多多: messages over a WebSocket that the product holds; placing an order is not told. Nothing is decrypted. */
async function pinduoduo(): Promise<Platform> {
  const standIn = await startPddStandIn({ ...PDD, ...EXACT });
  const { messenger } = standIn;
  const { clientId, mallId, authCode } = PDD;
  return {
    ...{ channel: 'pinduoduo', secret: PDD.clientSecret, behindMs: 3 * MINUTE_MS },
    credentials: {
      ...{ ...CALLS, clientId, mallId, authCode, decryptsPerDay: '0' },
      ...{ apiBase: standIn.apiUrl, messageBase: standIn.messageUrl },
    },
    change({ progress, word }, at) {
      const order = pddOrderOf(progress, at);
      standIn.put(order);
      if (word === 'created') return null;
      const message = standIn.message(order.order_sn, TYPES[word]);
      return {
        key: `push/${message.id}`,
        send: async () => messenger.tell([message]),
        async contradict() {
          messenger.tell([{ ...message, type: 'pdd_trade_TradeModified' }]);
          return true;
        },
      };
    },
    isAcknowledged: (key) => messenger.isAcknowledged(idOf(key)),
    waiting: () => messenger.waiting().length,
    orders: () => standIn.orders().map((one) => ({ orderNo: one.order_sn, version: pddInstantOf(one.updated_at) })),
    cut: messenger.cut,
    expireTokens: standIn.expireTokens,
    report() {
      const { acknowledged, connects } = messenger.counts();
      return `${acknowledged} acknowledged over ${connects} connections, ${standIn.timesCalled('pdd.order.information.get')} orders asked for`;
    },
    close: standIn.close,
  };
}

const JD = { appKey: 'A1B2C3D4E5F60718293A4B5C6D7E8F90', appSecret: 'secret of the app' };

/** JD: tells of nothing, and shows what is paid. */
async function jd(): Promise<Platform> {
  const standIn = await startJdStandIn({ ...JD, ...EXACT });
  return {
    ...{ channel: 'jd', secret: JD.appSecret, behindMs: 0 },
    credentials: {
      ...{ ...CALLS, appKey: JD.appKey, apiBase: standIn.url, oauthBase: `${standIn.url}/oauth2` },
      ...{ accessToken: standIn.accessToken(), refreshToken: standIn.refreshToken() },
    },
    change({ progress }, at) {
      const order = jdOrderOf(progress, at);
      if (order !== null) standIn.put(order);
      return null;
    },
    isAcknowledged: () => false,
    waiting: () => 0,
    orders: () => standIn.orders().map((one) => ({ orderNo: one.orderId, version: instantOf(one.modified) })),
    cut: () => {},
    expireTokens: () => {},
    report: () =>
      `${standIn.timesCalled('jingdong.pop.order.search')} looks, ${standIn.timesCalled('jingdong.pop.order.get')} orders asked for`,
    close: standIn.close,
  };
}

/** Platforms that the product goes to. */
export const pullingPlatforms = [
  { channel: 'taobao', start: taobao },
  { channel: 'pinduoduo', start: pinduoduo },
  { channel: 'jd', start: jd },
];

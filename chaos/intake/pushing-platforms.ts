import { createHash } from 'node:crypto';
import { SECOND_MS } from '@/domain/clocks/instant';
import { doudianOrderOf } from '@/sim/douyin/order-shape';
import { startDoudianStandIn } from '@/sim/douyin/stand-in';
import { createRandom } from '@/sim/shop/random';
import { wechatOrderOf } from '@/sim/wechat/order-shape';
import { plainOf } from '@/sim/wechat/pusher';
import { startWechatStandIn } from '@/sim/wechat/stand-in';
import type { Step } from './orders';
import type { Platform } from './platform';

/** The run itself says what is lost, repeated and mixed. */
export const EXACT = { port: 0, callsPerSecond: 100_000, random: createRandom(1), lossShare: 0, repeatShare: 0 };
export const CALLS = { callsPerSecond: '1000' };

const DOUDIAN = { appKey: '3409409348479354011', appSecret: 'secret of the app', shopId: '4463798' };
const TAGS: Readonly<Record<Step['word'], string>> = {
  ...{ created: '100', paid: '101', moved: '113', shipped: '102', signed: '103' },
};

/** 抖店: signed pushes, each tried four times. */
async function doudian(pushUrl: () => string): Promise<Platform> {
  const standIn = await startDoudianStandIn({ ...DOUDIAN, ...EXACT, pushUrl: pushUrl() });
  const acknowledged = new Set<string>();
  return {
    ...{ channel: 'douyin', secret: DOUDIAN.appSecret, behindMs: 0 },
    credentials: { ...CALLS, appKey: DOUDIAN.appKey, platformShopId: DOUDIAN.shopId, apiBase: standIn.url },
    change({ progress, word }, at) {
      const order = doudianOrderOf(progress, at);
      standIn.put(order);
      const hint = standIn.hint(order.order_id, TAGS[word]);
      const key = `push/${hint.msg_id}`;
      return {
        key,
        async send() {
          if (await standIn.deliver([hint])) acknowledged.add(key);
        },
        contradict: () => standIn.deliver([{ ...hint, tag: '199' }]),
      };
    },
    isAcknowledged: (key) => acknowledged.has(key),
    waiting: () => 0,
    orders: () => standIn.orders().map((one) => ({ orderNo: one.order_id, version: one.update_time * SECOND_MS })),
    cut: () => {},
    expireTokens: standIn.expireTokens,
    report() {
      const { taken, failed } = standIn.counts();
      return `${taken} taken, ${failed} given up by the platform, ${standIn.timesCalled('order.orderDetail')} orders asked for`;
    },
    close: standIn.close,
  };
}

const WECHAT = {
  appId: 'wx5823bf96d3bd56c7',
  appSecret: 'secret of the app',
  token: 'QDG6eK',
  encodingAesKey: 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C',
};
const EVENTS: Readonly<Record<Step['word'], string>> = {
  created: 'channels_ec_order_new',
  paid: 'channels_ec_order_pay',
  moved: 'channels_ec_order_ext_info_update',
  shipped: 'channels_ec_order_deliver',
  signed: 'channels_ec_order_confirm',
};

/** 微信小店: sealed pushes, each tried four times at once. They have no id: other words are another event. */
async function wechat(pushUrl: () => string): Promise<Platform> {
  const standIn = await startWechatStandIn({ ...WECHAT, ...EXACT, pushUrl: pushUrl() });
  const acknowledged = new Set<string>();
  const { appId, appSecret, encodingAesKey, token } = WECHAT;
  return {
    ...{ channel: 'wechat', secret: token, behindMs: 0 },
    credentials: { ...CALLS, appId, appSecret, encodingAesKey, apiBase: standIn.url },
    change({ progress, word, n }, at) {
      const order = wechatOrderOf(progress, at);
      standIn.put(order);
      const notice = standIn.notice(order.order_id, EVENTS[word]);
      const form = { isXml: n % 2 === 1, isSealed: true };
      const key = `push/${createHash('sha256').update(plainOf(notice, form.isXml)).digest('hex')}`;
      return {
        key,
        async send() {
          if (await standIn.deliver(notice, form)) acknowledged.add(key);
        },
        contradict: null,
      };
    },
    isAcknowledged: (key) => acknowledged.has(key),
    waiting: () => 0,
    orders: () => standIn.orders().map((one) => ({ orderNo: one.order_id, version: one.update_time * SECOND_MS })),
    cut: () => {},
    expireTokens: standIn.expireTokens,
    report() {
      const { taken, failed } = standIn.counts();
      return `${taken} taken, ${failed} given up by the platform, ${standIn.timesCalled('/channels/ec/order/get')} orders asked for`;
    },
    close: standIn.close,
  };
}

/** Platforms that push to the product's door. */
export const pushingPlatforms = [
  { channel: 'douyin', start: doudian },
  { channel: 'wechat', start: wechat },
];

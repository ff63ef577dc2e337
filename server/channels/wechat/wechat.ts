import { MINUTE_MS, SECOND_MS } from '@/domain/clocks/instant';
import type { Channel } from '../channel';
import { rateEntered } from '../settings';
import { openWechatShop } from './client';
import { hintsOfEvent, messagesOfPush, ORDER_NO } from './hints';
import { parseWechatOrder } from './parse';
import { CALLS_PER_SECOND, CREDENTIALS } from './settings';
import { answerShopCheck, verifyShopPush } from './verify';

/** 微信小店: events name orders, /channels/ec/order/get gives them, /channels/ec/order/list/get finds what events lost. */
export const wechat: Channel = {
  name: 'wechat',
  platform: 'wechat',
  signing: 'typed',
  credentials: CREDENTIALS,
  verify: verifyShopPush,
  answerCheck: answerShopCheck,
  parse: parseWechatOrder,
  source: {
    messagesOf: messagesOfPush,
    hintsOf: hintsOfEvent,
    acknowledgement: 'success',
    callsPerSecond: (keys) => rateEntered(keys, CALLS_PER_SECOND),
    orderNo: ORDER_NO,
    // A list for each minute: the overlap costs as many calls as it has minutes.
    poll: { everyMs: MINUTE_MS, overlapMs: 10 * MINUTE_MS, settleMs: 15 * SECOND_MS, mostDaysBack: 7 },
    open: openWechatShop,
  },
};

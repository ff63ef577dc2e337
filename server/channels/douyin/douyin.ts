import { MINUTE_MS, SECOND_MS } from '@/domain/clocks/instant';
import type { Channel } from '../channel';
import { openDoudian } from './client';
import { hintsOfMessage, messagesOfPush } from './hints';
import { ORDER_NO } from './order-state';
import { parseShopOrder } from './parse';
import { CREDENTIALS, callsPerSecond } from './settings';
import { verifyDoudianPush } from './verify';

/** 抖店: pushes name orders, order.orderDetail gives them, order.searchList finds what pushes lost. */
export const douyin: Channel = {
  name: 'douyin',
  platform: 'douyin',
  signing: 'typed',
  credentials: CREDENTIALS,
  verify: verifyDoudianPush,
  parse: parseShopOrder,
  source: {
    messagesOf: messagesOfPush,
    hintsOf: hintsOfMessage,
    acknowledgement: JSON.stringify({ code: 0, msg: 'success' }),
    callsPerSecond,
    takesStock: true,
    orderNo: ORDER_NO,
    poll: { everyMs: MINUTE_MS, overlapMs: 10 * MINUTE_MS, settleMs: 15 * SECOND_MS, mostDaysBack: 30 },
    open: openDoudian,
  },
};

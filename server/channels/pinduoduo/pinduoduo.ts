import { MINUTE_MS } from '@/domain/clocks/instant';
import type { Channel } from '../channel';
import { rateEntered } from '../settings';
import { openPinduoduo } from './client';
import { hintsOfMessage } from './hints';
import { ORDER_NO } from './order-state';
import { parsePddOrder } from './parse';
import { CALLS_PER_SECOND, CREDENTIALS, decryptsPerDay } from './settings';
import { MESSAGES } from './stream';

/** 拼多多: messages over a connection that we hold name orders, pdd.order.information.get gives them. */
export const pinduoduo: Channel = {
  name: 'pinduoduo',
  platform: 'pinduoduo',
  signing: 'typed',
  credentials: CREDENTIALS,
  verify: null,
  parse: parsePddOrder,
  source: {
    stream: MESSAGES,
    hintsOf: hintsOfMessage,
    callsPerSecond: (keys) => rateEntered(keys, CALLS_PER_SECOND),
    orderNo: ORDER_NO,
    // The list of changes is whole up to three minutes ago.
    poll: { everyMs: MINUTE_MS, overlapMs: 10 * MINUTE_MS, settleMs: 3 * MINUTE_MS, mostDaysBack: 30 },
    decryptsPerDay,
    open: openPinduoduo,
  },
};

import { MINUTE_MS, SECOND_MS } from '@/domain/clocks/instant';
import type { Channel } from '../channel';
import { openJd } from './client';
import { ORDER_NO } from './order-state';
import { parseJdOrder } from './parse';
import { CREDENTIALS, callsPerSecond } from './settings';

/** JD: tells of nothing by itself; orders that changed are looked for, and asked for. */
export const jd: Channel = {
  name: 'jd',
  platform: 'jd',
  signing: 'typed',
  credentials: CREDENTIALS,
  verify: null,
  parse: parseJdOrder,
  source: {
    callsPerSecond,
    orderNo: ORDER_NO,
    poll: { everyMs: 30 * SECOND_MS, overlapMs: 10 * MINUTE_MS, settleMs: 0, mostDaysBack: 30 },
    open: openJd,
  },
};

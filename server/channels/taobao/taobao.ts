import { MINUTE_MS, SECOND_MS } from '@/domain/clocks/instant';
import type { Channel } from '../channel';
import { openTaobao } from './client';
import { hintsOfMessage } from './hints';
import { parseTrade } from './parse';
import { openTmc } from './queue';
import { CREDENTIALS, callsPerSecond } from './settings';
import { TRADE_NO } from './trade-state';

/** Taobao and Tmall: messages of TMC, which we fetch and confirm, name trades; looking finds what they lost. */
export const taobao: Channel = {
  name: 'taobao',
  platform: 'taobao',
  signing: 'typed',
  credentials: CREDENTIALS,
  verify: null,
  parse: parseTrade,
  source: {
    hintsOf: hintsOfMessage,
    pulledMessages: { everyMs: SECOND_MS, open: openTmc },
    callsPerSecond,
    takesStock: true,
    orderNo: TRADE_NO,
    poll: { everyMs: MINUTE_MS, overlapMs: 10 * MINUTE_MS, settleMs: 15 * SECOND_MS, mostDaysBack: 30 },
    open: openTaobao,
  },
};

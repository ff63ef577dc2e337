import { SECOND_MS } from '@/domain/clocks/instant';
import { exactJson } from '../platform/exact-json';
import { type ThinningShares, thinning } from '../platform/thin';
import type { DoudianOrder } from './order-shape';
import { signPush } from './sign';

/** One message of a push. */
export interface Hint {
  readonly tag: string;
  readonly msg_id: string;
  readonly data: string;
}

const ANSWER_LIMIT_MS = 5 * SECOND_MS;
/** How often and when the platform comes again is not published. */
const TRIES = 4;
const RETRY_MS = 500;

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** What the platform says of an order when something happened to it: its number and status, as bare int64. */
export function hintOf(order: DoudianOrder, tag: string, messageId: string): Hint {
  const data = {
    p_id: BigInt(order.order_id),
    s_ids: [BigInt(order.order_id) + 1n],
    shop_id: 4_463_798,
    order_status: order.order_status,
    order_type: 0,
    update_time: order.update_time,
    biz: 2,
  };
  return { tag, msg_id: messageId, data: exactJson(data) };
}

export interface PusherOptions extends ThinningShares {
  readonly appKey: string;
  readonly appSecret: string;
}

/** Posts signed batches to the product and comes again where they are not acknowledged. */
export function createPusher(options: PusherOptions, url: () => string) {
  const { thin, lost } = thinning<Hint>(options);
  let taken = 0;
  let failed = 0;
  let isClosed = false;

  async function post(body: string): Promise<boolean> {
    const headers = {
      'content-type': 'application/json',
      'app-id': options.appKey,
      'event-sign': signPush(options.appKey, body, options.appSecret),
    };
    const signal = AbortSignal.timeout(ANSWER_LIMIT_MS);
    const response = await fetch(url(), { method: 'POST', body, headers, redirect: 'error', signal });
    const text = await response.text();
    return response.status === 200 && /"code":0\b/.test(text);
  }

  return {
    /** Sends a batch as it is; resolves to whether the product took it. */
    async deliver(hints: readonly Hint[]): Promise<boolean> {
      const body = JSON.stringify(hints);
      for (let attempt = 1; attempt <= TRIES && !isClosed; attempt += 1) {
        if (await post(body).catch(() => false)) {
          taken += hints.length;
          return true;
        }
        if (attempt < TRIES) await pause(RETRY_MS * attempt);
      }
      failed += hints.length;
      return false;
    },
    thin,
    lost,
    counts: () => ({ taken, failed, lost: lost().length }),
    close: () => {
      isClosed = true;
    },
  };
}

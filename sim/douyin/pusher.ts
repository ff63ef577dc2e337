import { SECOND_MS } from '@/domain/clocks/instant';
import type { Random } from '../shop/random';
import { exactJson } from './exact-json';
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

export interface PusherOptions {
  readonly appKey: string;
  readonly appSecret: string;
  readonly random: Random;
  /** Of all messages, those that never leave. */
  readonly lossShare: number;
  /** Of those that leave, those sent a second time. */
  readonly repeatShare: number;
}

/** Posts signed batches to the product and comes again where they are not acknowledged. */
export function createPusher(options: PusherOptions, url: () => string) {
  const lost: Hint[] = [];
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
    /** Which of the messages leave, some twice, in any order; the others are lost. */
    thin(hints: readonly Hint[]): readonly Hint[] {
      const { random } = options;
      const leaving = hints.flatMap((hint) => {
        if (random.chance(options.lossShare)) {
          lost.push(hint);
          return [];
        }
        return random.chance(options.repeatShare) ? [hint, hint] : [hint];
      });
      return leaving
        .map((hint) => ({ hint, at: random.next() }))
        .sort((a, b) => a.at - b.at)
        .map(({ hint }) => hint);
    },
    lost: (): readonly Hint[] => lost,
    counts: () => ({ taken, failed, lost: lost.length }),
    close: () => {
      isClosed = true;
    },
  };
}

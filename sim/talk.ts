import { MINUTE_MS, SECOND_MS } from '@/domain/clocks/instant';
import type { SimWecom } from './options';
import type { Progress } from './shop/life';
import type { Random } from './shop/random';
import { createCustomers } from './wecom/customers';
import { startWecomStandIn } from './wecom/stand-in';

/** Customers who write through the WeCom stand-in, beside the orders. */
export interface Talk {
  readonly said: number;
  readonly answered: number;
  orderPaid(progress: Progress): void;
  /** Lets them say what is due; resolves at once while an earlier round is not over. */
  tick(now: number): Promise<void>;
  close(): Promise<void>;
}

export const NO_TALK: Talk = {
  said: 0,
  answered: 0,
  orderPaid: () => {},
  tick: async () => {},
  close: async () => {},
};

/** Three in ten buyers write: soon after they paid, and again when they were answered. */
const ASKS_BP = 3_000;
const ANSWERS_BP = 5_000;
const ASK_AFTER_MS = { least: 15 * SECOND_MS, most: 3 * MINUTE_MS };

/** Starts the stand-in on its port. Rejects when the port is taken. */
export async function startTalk(parts: {
  readonly wecom: SimWecom;
  readonly productUrl: URL;
  readonly perMinute: number;
  readonly random: Random;
  readonly clock: () => number;
}): Promise<Talk> {
  const { wecom, random, clock } = parts;
  const callbackUrl = new URL(`/hooks/wecom/${encodeURIComponent(wecom.accountId)}`, parts.productUrl).href;
  const standIn = await startWecomStandIn({ ...wecom, callbackUrl });
  const customers = createCustomers({
    wecom: standIn,
    perMinute: parts.perMinute,
    asksBp: ASKS_BP,
    afterMs: ASK_AFTER_MS,
    answersBp: ANSWERS_BP,
    idPrefix: `wm${clock().toString(36)}`,
    random: random.next,
  });
  let said = 0;
  let round: Promise<void> | null = null;
  return {
    get said() {
      return said;
    },
    get answered() {
      return standIn.sentMessages().length;
    },
    orderPaid({ order }) {
      if (wecom.shopIds?.includes(order.shopId) === false) return;
      customers.orderPlaced({ orderNo: order.orderNo, titles: order.lines[0]?.title ?? '' }, clock());
    },
    async tick(now) {
      if (round !== null) return;
      round = customers
        .tick(now)
        .then((count) => {
          said += count;
        })
        .finally(() => {
          round = null;
        });
      await round;
    },
    close: standIn.close,
  };
}

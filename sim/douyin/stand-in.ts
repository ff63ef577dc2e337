import { exactJson } from '../platform/exact-json';
import { servePlatform } from '../platform/serve';
import { createShelf, type Shelf } from '../platform/shelf';
import type { Random } from '../shop/random';
import type { Answer } from './answer';
import { type DoudianApp, doudianApi } from './api';
import type { DoudianOrder } from './order-shape';
import { createPusher, type Hint, hintOf } from './pusher';

export interface StandInOptions extends DoudianApp {
  /** 0 for any free port. */
  readonly port: number;
  /** Where pushes go. */
  readonly pushUrl: string;
  readonly random: Random;
  readonly lossShare: number;
  readonly repeatShare: number;
  /** Epoch ms; the wall clock unless told otherwise. */
  readonly now?: () => number;
}

/** A 抖店 that runs beside the product: its API over HTTP, and its pushes, of which some are lost and some come twice. */
export interface DoudianStandIn {
  readonly url: string;
  /** What the platform offers, and buyers take. */
  readonly shelf: Shelf;
  /** An order is as it is from now on; nobody is told. */
  put(order: DoudianOrder): void;
  /** Orders that have not changed since then are not kept. */
  forget(before: number): void;
  /** The message that would tell of the order as it is now. */
  hint(orderNo: string, tag: string): Hint;
  /** Tells of orders: loses some, repeats some, mixes them, and sends them in batches. Resolves when all were answered. */
  push(hints: readonly Hint[], batchSize: number): Promise<void>;
  /** Sends exactly these in one push. */
  deliver(hints: readonly Hint[]): Promise<boolean>;
  orders(): readonly DoudianOrder[];
  lost(): readonly Hint[];
  counts(): { readonly taken: number; readonly failed: number; readonly lost: number };
  expireTokens(): void;
  timesIssued(): number;
  poison(orderNo: string, answer: Answer | null): void;
  limit(callsPerSecond: number): void;
  timesCalled(method: string): number;
  timesLimited(): number;
  /** Where pushes go from now on. */
  pushTo(url: string): void;
  close(): Promise<void>;
}

const PUSHES_UNDERWAY = 8;

/** Starts a stand-in on the loopback address. */
export async function startDoudianStandIn(options: StandInOptions): Promise<DoudianStandIn> {
  let { pushUrl } = options;
  let serial = 0;
  const orders = new Map<string, DoudianOrder>();
  const shelf = createShelf();
  const api = doudianApi(options, orders, shelf, options.now ?? Date.now);
  const pusher = createPusher(options, () => pushUrl);

  const server = await servePlatform(options.port, (url, body) => {
    const answer = api.answer(url.pathname, url.searchParams, body);
    return exactJson({ ...answer, log_id: `2026${String(++serial).padStart(20, '0')}` });
  });

  return {
    url: server.url,
    shelf,
    put: (order) => void orders.set(order.order_id, order),
    forget(before) {
      for (const [orderNo, order] of orders) if (order.update_time * 1_000 < before) orders.delete(orderNo);
    },
    hint(orderNo, tag) {
      const order = orders.get(orderNo);
      if (order === undefined) throw new Error(`there is no order ${orderNo}`);
      return hintOf(order, tag, `${orderNo}${tag}${String(++serial).padStart(6, '0')}`);
    },
    async push(hints, batchSize) {
      const leaving = pusher.thin(hints);
      const lane = async () => {
        for (let batch = leaving.splice(0, batchSize); batch.length > 0; batch = leaving.splice(0, batchSize))
          await pusher.deliver(batch);
      };
      await Promise.all(Array.from({ length: PUSHES_UNDERWAY }, lane));
    },
    deliver: pusher.deliver,
    orders: () => [...orders.values()],
    lost: pusher.lost,
    counts: pusher.counts,
    expireTokens: api.tokens.expire,
    timesIssued: api.tokens.timesIssued,
    poison: api.poison,
    limit: api.limit,
    timesCalled: api.timesCalled,
    timesLimited: api.timesLimited,
    pushTo: (url) => {
      pushUrl = url;
    },
    close: () => {
      pusher.close();
      return server.close();
    },
  };
}

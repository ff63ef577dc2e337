import { exactJson } from '../platform/exact-json';
import { servePlatform } from '../platform/serve';
import { type ThinningShares, thinning } from '../platform/thin';
import type { Answer } from './answer';
import { type WechatApp, wechatApi } from './api';
import type { WechatOrder } from './order-shape';
import { createPusher, type PushForm, type ShopNotice } from './pusher';

export interface StandInOptions extends WechatApp, ThinningShares {
  /** 0 for any free port. */
  readonly port: number;
  /** Where pushes go. */
  readonly pushUrl: string;
  /** Epoch ms; the wall clock unless told otherwise. */
  readonly now?: () => number;
}

export type WechatStandIn = Awaited<ReturnType<typeof startWechatStandIn>>;

const PUSHES_UNDERWAY = 8;
/** Sealed XML and JSON in turn: a shop may choose either. */
const FORMS: readonly [PushForm, PushForm] = [
  { isXml: false, isSealed: true },
  { isXml: true, isSealed: true },
];

/** Starts a 微信小店 on the loopback address: its API over HTTP, and its pushes, of which some are lost and some come twice. */
export async function startWechatStandIn(options: StandInOptions) {
  const now = options.now ?? Date.now;
  const orders = new Map<string, WechatOrder>();
  const api = wechatApi(options, orders, now);
  const thin = thinning<ShopNotice>(options);
  const pusher = createPusher(options, () => options.pushUrl, now);
  const server = await servePlatform(options.port, (url, body) => exactJson(api.answer(url, body)));

  return {
    url: server.url,
    /** An order is as it is from now on; nobody is told. */
    put: (order: WechatOrder) => void orders.set(order.order_id, order),
    /** Orders that have not changed since then are not kept. */
    forget(before: number): void {
      for (const [orderNo, order] of orders) if (order.update_time * 1_000 < before) orders.delete(orderNo);
    },
    /** The event that would tell of the order as it is now. */
    notice(orderId: string, event: string): ShopNotice {
      return { event, orderId, at: orders.get(orderId)?.update_time ?? 0 };
    },
    /** Tells of orders: loses some, repeats some and mixes them. Resolves when all were answered. */
    async push(notices: readonly ShopNotice[]): Promise<void> {
      const leaving = thin.thin(notices);
      const lane = async (form: PushForm) => {
        for (let notice = leaving.shift(); notice; notice = leaving.shift()) await pusher.deliver(notice, form);
      };
      await Promise.all(Array.from({ length: PUSHES_UNDERWAY }, (_, n) => lane(FORMS[n % 2] ?? FORMS[0])));
    },
    deliver: pusher.deliver,
    checkAddress: pusher.checkAddress,
    orders: (): readonly WechatOrder[] => [...orders.values()],
    lost: thin.lost,
    counts: () => ({ ...pusher.counts(), lost: thin.lost().length }),
    expireTokens: api.tokens.expire,
    timesIssued: api.tokens.timesIssued,
    poison: (orderNo: string, answer: Answer | null) => api.poison(orderNo, answer),
    limit: api.limit,
    timesCalled: api.timesCalled,
    timesLimited: api.timesLimited,
    async close(): Promise<void> {
      pusher.close();
      await server.close();
    },
  };
}

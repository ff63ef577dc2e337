import { servePlatform } from '../platform/serve';
import type { Answer } from './answer';
import { pddApi } from './api';
import { createMessenger, type Message, type MessengerOptions } from './messenger';
import { instantOf, type PddOrder } from './order-shape';

export interface StandInOptions extends MessengerOptions {
  /** 0 for any free port. */
  readonly port: number;
  /** Epoch ms; the wall clock unless told otherwise. */
  readonly now?: () => number;
}

export type PddStandIn = Awaited<ReturnType<typeof startPddStandIn>>;

const FIRST_ID = 7_381_745_730_112_233_000n;

/** Starts a 拼多多 on the loopback address: its API over HTTP, and its messages over a WebSocket of the same port. */
export async function startPddStandIn(options: StandInOptions) {
  const now = options.now ?? Date.now;
  // Whoever starts again goes on behind what was told before.
  const firstId = FIRST_ID + BigInt(now()) * 1_000n;
  let serial = 0n;
  const orders = new Map<string, PddOrder>();
  const messenger = createMessenger(options, now);
  const api = pddApi(options, orders, now, messenger.permit);

  const server = await servePlatform(
    options.port,
    (_url, body) => {
      serial += 1n;
      const answer = api.answer(new URLSearchParams(body));
      return JSON.stringify({ ...answer, request_id: String(16_282_940_000_000n + serial) });
    },
    messenger.upgrade,
  );

  return {
    url: server.url,
    apiUrl: `${server.url}/api/router`,
    messageUrl: server.url.replace('http', 'ws'),
    /** An order is as it is from now on; nobody is told. */
    put: (order: PddOrder) => void orders.set(order.order_sn, order),
    /** Orders that have not changed since then are not kept. */
    forget(before: number): void {
      for (const [orderNo, order] of orders) if (instantOf(order.updated_at) < before) orders.delete(orderNo);
    },
    /** The message that would tell of the order. */
    message(orderSn: string, type: string): Message {
      serial += 1n;
      return { id: firstId + serial, type, orderSn };
    },
    messenger,
    orders: (): readonly PddOrder[] => [...orders.values()],
    expireTokens: api.tokens.expire,
    timesIssued: api.tokens.timesIssued,
    refusePermits: api.refusePermits,
    poison: (orderNo: string, answer: Answer | null) => api.poison(orderNo, answer),
    limit: api.limit,
    timesCalled: api.timesCalled,
    timesLimited: api.timesLimited,
    async close(): Promise<void> {
      messenger.close();
      await server.close();
    },
  };
}

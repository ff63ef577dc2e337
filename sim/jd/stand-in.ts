import { instantOf } from '../platform/isv';
import { servePlatform } from '../platform/serve';
import type { Answer } from './answer';
import { jdApi, type Wrapping } from './api';
import type { JdOrder } from './order-shape';
import type { JdApp } from './tokens';

export interface StandInOptions extends JdApp {
  /** 0 for any free port. */
  readonly port: number;
  /** Epoch ms; the wall clock unless told otherwise. */
  readonly now?: () => number;
}

/** A JD that runs beside the product: its API and its renewal of tokens over HTTP. It tells of nothing. */
export interface JdStandIn {
  readonly url: string;
  /** An order is as it is from now on. */
  put(order: JdOrder): void;
  /** Orders that have not changed since then are not kept. */
  forget(before: number): void;
  orders(): readonly JdOrder[];
  /** What the page of consent showed: to be entered at the shop. */
  accessToken(): string;
  refreshToken(): string;
  tokenEndsIn(ms: number): void;
  revokeToken(): void;
  timesRenewed(): number;
  poison(orderNo: string, answer: Answer | null): void;
  limit(callsPerSecond: number): void;
  speak(form: Wrapping, end: 'responce' | 'response'): void;
  timesCalled(method: string): number;
  timesLimited(): number;
  close(): Promise<void>;
}

/** Starts a stand-in on the loopback address. */
export async function startJdStandIn(options: StandInOptions): Promise<JdStandIn> {
  const orders = new Map<string, JdOrder>();
  const api = jdApi(options, orders, options.now ?? Date.now);
  const server = await servePlatform(options.port, (url, body) => JSON.stringify(api.respond(url, body)));
  return {
    url: server.url,
    put: (order) => void orders.set(order.orderId, order),
    forget(before) {
      for (const [orderNo, order] of orders) if (instantOf(order.modified) < before) orders.delete(orderNo);
    },
    orders: () => [...orders.values()],
    accessToken: api.tokens.accessToken,
    refreshToken: api.tokens.refreshToken,
    tokenEndsIn: api.tokens.endsIn,
    revokeToken: api.tokens.revoke,
    timesRenewed: api.tokens.timesRenewed,
    poison: api.poison,
    limit: api.limit,
    speak: api.speak,
    timesCalled: api.timesCalled,
    timesLimited: api.timesLimited,
    close: server.close,
  };
}

import { exactJson } from '../platform/exact-json';
import { chinaTime, instantOf } from '../platform/isv';
import { servePlatform } from '../platform/serve';
import { createShelf, type Shelf } from '../platform/shelf';
import type { ThinningShares } from '../platform/thin';
import type { Answer } from './answer';
import { type TaobaoApp, taobaoApi } from './api';
import { messageCentre, type TmcMessage } from './tmc';
import type { TaobaoTrade } from './trade-shape';

export interface StandInOptions extends TaobaoApp, ThinningShares {
  /** 0 for any free port. */
  readonly port: number;
  /** Epoch ms; the wall clock unless told otherwise. */
  readonly now?: () => number;
}

/** A Taobao that runs beside the product: its API over HTTP, and a queue of messages, of which some are lost and some come twice. */
export interface TaobaoStandIn {
  readonly url: string;
  /** What the platform offers, and buyers take. */
  readonly shelf: Shelf;
  /** A trade is as it is from now on; nobody is told. */
  put(trade: TaobaoTrade): void;
  /** Trades that have not changed since then are not kept. */
  forget(before: number): void;
  /** The message that would tell of the trade as it is now. */
  message(tid: string, topic: string): TmcMessage;
  /** Puts these into the queue: loses some, repeats some, mixes them. */
  publish(messages: readonly TmcMessage[]): void;
  trades(): readonly TaobaoTrade[];
  lost(): readonly TmcMessage[];
  isConfirmed(id: bigint): boolean;
  counts(): { readonly confirmed: number; readonly waiting: number; readonly lost: number };
  /** What the page of consent showed: to be entered at the shop. */
  session(): string;
  refreshToken(): string;
  expireSession(): void;
  forbidRenewal(): void;
  timesRenewed(): number;
  /** Confirmations are refused: every message comes again. */
  forgetConfirmations(isForgetting: boolean): void;
  poison(tid: string, answer: Answer | null): void;
  limit(callsPerSecond: number): void;
  timesCalled(method: string): number;
  timesLimited(): number;
  close(): Promise<void>;
}

const FIRST_ID = 4_160_600_490_938_325_000n;

/** Starts a stand-in on the loopback address. */
export async function startTaobaoStandIn(options: StandInOptions): Promise<TaobaoStandIn> {
  const now = options.now ?? Date.now;
  // Whoever starts again goes on behind what was told before.
  const firstId = FIRST_ID + BigInt(now()) * 1_000n;
  let serial = 0n;
  const trades = new Map<string, TaobaoTrade>();
  const centre = messageCentre(options, now);
  const shelf = createShelf();
  const api = taobaoApi(options, trades, centre, shelf, now);
  const server = await servePlatform(options.port, (_url, body) => exactJson(api.respond(body)));
  return {
    url: server.url,
    shelf,
    put: (trade) => void trades.set(String(trade.tid), trade),
    forget(before) {
      for (const [tid, trade] of trades) if (instantOf(trade.modified) < before) trades.delete(tid);
    },
    message(tid, topic) {
      const trade = trades.get(tid);
      if (trade === undefined) throw new Error(`there is no trade ${tid}`);
      serial += 1n;
      const { status, payment, buyer_open_uid } = trade;
      return {
        id: firstId + serial,
        topic,
        content: exactJson({
          buyer_open_uid,
          payment,
          oid: trade.tid,
          tid: trade.tid,
          type: 'guarantee_trade',
          status,
        }),
        pub_time: chinaTime(now()),
        pub_app_key: '12497914',
        user_id: BigInt(options.sellerId),
        user_nick: '潮汐生活',
      };
    },
    publish: centre.publish,
    trades: () => [...trades.values()],
    lost: centre.lost,
    isConfirmed: centre.isConfirmed,
    counts: centre.counts,
    session: api.sessions.session,
    refreshToken: api.sessions.refreshToken,
    expireSession: api.sessions.expire,
    forbidRenewal: api.sessions.forbidRenewal,
    timesRenewed: api.sessions.timesRenewed,
    forgetConfirmations: centre.forgetConfirmations,
    poison: api.poison,
    limit: api.limit,
    timesCalled: api.timesCalled,
    timesLimited: api.timesLimited,
    close: server.close,
  };
}

import type { IncomingHttpHeaders } from 'node:http';
import type { Instant } from '@/domain/clocks/instant';
import { type Reason, reasonText } from '@/domain/intake/reason';
import type { OrderEvent } from '@/domain/order/order';
import type { Platform } from '@/domain/order/platform';
import type { BytesHttp } from '@/server/links/outbound';

/** What is wrong with a push that is not taken, for the people who set the shop up. */
export type Refusal = 'header-missing' | 'clock-skew' | 'wrong-signature' | 'malformed';

/**
 * Whether a push is genuine. `key` is the sender's own message id: the permanent key of the message in the inbox;
 * `secretIndex` says which of the live secrets signed it, so that a rotation can be watched. `reason` goes to the sender.
 */
export type Verification =
  | { readonly ok: true; readonly key: string; readonly secretIndex: number }
  | { readonly ok: false; readonly status: 400 | 401; readonly refusal: Refusal; readonly reason: string };

/** What a shop holds for its channel, opened. Never logged, never sent to a browser. */
export interface ShopKeys {
  /** Every live secret that may sign a push, newest first: two while one replaces the other. */
  readonly secrets: readonly string[];
  /** The values of the channel's `credentials` fields by name; what was not entered yet is absent. */
  readonly credentials: Readonly<Record<string, string>>;
}

/** A value that a shop's channel needs besides its signing secret. Its label is `shops.credentials.<name>` in the messages. */
export interface CredentialField {
  readonly name: string;
  /** Sealed for ever: shown as "entered", never read back. */
  readonly isSecret: boolean;
  /** Written by the channel itself (a refreshed access token), so the form does not ask for it. */
  readonly isManaged?: boolean;
  /** What a person's consent gave: a change of it ends the access token that is kept. */
  readonly isGrant?: boolean;
}

export interface ParseContext {
  readonly shopId: string;
  readonly platform: Platform;
  readonly receivedAt: Instant;
}

/** How inbox keys begin: of pushes that only name orders, and of orders that were asked for. */
export const PUSH_KEY = 'push/';
export const ORDER_KEY = 'order/';

/** One message of a push under the platform's own id. */
export interface PushedMessage {
  readonly key: string;
  readonly body: Buffer;
}

/** Which order, and in which state it is by the platform's account: enough to tell whether we have that state. */
export interface OrderState {
  readonly orderNo: string;
  /** When the platform says that it last changed. */
  readonly version: Instant;
  /** Tells apart states with the same version. */
  readonly mark: string;
}

/** A whole order that was asked for. The same state always has the same key and the same bytes. */
export interface FetchedOrder extends OrderState, PushedMessage {}

/** A span of time of change, and how far into it. */
export interface ChangeWindow {
  readonly from: Instant;
  readonly until: Instant;
  readonly page: number;
  /** The platform's own word for the place, where it counts no pages. */
  readonly cursor?: string;
}

export interface ChangedOrders {
  readonly orders: readonly OrderState[];
  /** Orders of which the list gives the numbers only: all of them changed last before `by`. */
  readonly undated?: { readonly orderNos: readonly string[]; readonly by: Instant };
  /** Where to go on; null at the end. */
  readonly next: ChangeWindow | null;
}

export interface AccessGrant {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly expiresInMs: number;
  /** When it may be renewed at the soonest, where the platform says so. */
  readonly renewInMs?: number;
}

/** How many of an article its platform is to offer: a whole number, or by how much that changes. */
export interface StockWrite {
  /** The platform's own numbers of the article. */
  readonly productNo: string;
  readonly skuNo: string;
  readonly pieces: number;
  readonly isChange: boolean;
  /** Never the same for two writes, so that the platform can tell a repeat. */
  readonly writeId: string;
}

/** What one shop's platform can be asked. Everything throws CallFailure. */
export interface OrderApi {
  fetchOrder(orderNo: string, accessToken: string): Promise<FetchedOrder>;
  /** Orders that changed within the window, by and by. May give an order twice; must not leave one out. */
  changedOrders(window: ChangeWindow, accessToken: string): Promise<ChangedOrders>;
  /** The same order with its receiver in the clear; absent where the platform decrypts nothing for us. */
  fetchDecrypted?(orderNo: string, accessToken: string): Promise<FetchedOrder>;
  /** Tells the platform how many of an article there are; absent where that is not possible. */
  writeStock?(write: StockWrite, accessToken: string): Promise<void>;
  /**
   * Tells the platform that the shop's messages are wanted, where they come over a connection that we hold: it tells nothing of
   * a shop before. Called once a day.
   */
  subscribe?(accessToken: string): Promise<void>;
  /** A new access token, by the refresh token where there is one that still works, else by the shop's own credentials. */
  renewToken(refreshToken: string | null): Promise<AccessGrant>;
}

/** A message that waits at the platform, with the id by which it is confirmed. */
export interface WaitingMessage extends PushedMessage {
  readonly id: string;
}

/** One shop's messages at a platform that keeps them until they are fetched and confirmed. Everything throws CallFailure. */
export interface MessageQueue {
  /** What waits; one that is not confirmed comes again. `isMore`: ask again at once. */
  fetch(): Promise<{ readonly messages: readonly WaitingMessage[]; readonly isMore: boolean }>;
  /** These are stored for good: the platform may forget them. Never called before the commit. */
  confirm(ids: readonly string[]): Promise<void>;
  /** Tells the platform that the shop's messages are wanted; called before the first fetch, and once a day. */
  subscribe?(accessToken: string): Promise<void>;
}

/** Messages that we fetch and confirm in a loop. */
export interface PulledMessages {
  /** How often to ask while nothing waits. */
  readonly everyMs: number;
  /** Throws CallFailure where the shop has not entered what is needed. */
  readonly open: (keys: ShopKeys, http: BytesHttp, clock: () => Instant) => MessageQueue;
}

/** What came over a held connection: a message, a complaint of the platform, or something that calls for nothing. */
export type StreamFrame =
  | {
      readonly kind: 'message';
      /** The number of its shop on the platform; null where the frame does not tell. */
      readonly account: string | null;
      readonly message: PushedMessage;
      /** What to send once the message is committed; null where it cannot be confirmed. */
      readonly confirmation: ((now: Instant) => string) | null;
    }
  | { readonly kind: 'complaint'; readonly reason: string }
  | { readonly kind: 'nothing' };

/** A connection that we open to the platform and hold, over which it tells of orders. One node holds it at a time. */
export interface MessageStream {
  /**
   * Shops with the same `id` share one connection; `account` is the shop's number on the platform, by which messages find
   * it. Throws CallFailure where the shop has not entered what is needed.
   */
  readonly connectionOf: (keys: ShopKeys) => { readonly id: string; readonly account: string };
  /** Where to connect this time. Throws CallFailure. */
  readonly addressOf: (keys: ShopKeys, now: Instant) => URL;
  readonly heartbeat: { readonly everyMs: number; readonly frame: (now: Instant) => string };
  /** Nothing heard for this long: the connection is dead. */
  readonly silenceMs: number;
  readonly read: (frame: Buffer) => StreamFrame;
}

/** What belongs to a platform that pushes no orders but names them: they are asked for one by one, and looked for. */
export interface OrderSource {
  /** The messages in a genuine push over HTTP, where there are such. What cannot be taken apart is one message. */
  readonly messagesOf?: (raw: Buffer, keys: ShopKeys) => PushedMessage[];
  /** The numbers of the orders that a stored message speaks of; absent where orders are only looked for. Throws Unreadable. */
  readonly hintsOf?: (body: Buffer) => string[];
  /** What the platform wants to read, with 200, when a push over HTTP was taken. */
  readonly acknowledgement?: string;
  /** Where messages wait at the platform until they are fetched. */
  readonly pulledMessages?: PulledMessages;
  /** Where the platform tells of orders over a connection that we hold. */
  readonly stream?: MessageStream;
  /** Of one shop, over all nodes and all kinds of calls. */
  readonly callsPerSecond: (keys: ShopKeys) => number;
  /** What the number of an order looks like. */
  readonly orderNo: RegExp;
  readonly poll: {
    /** How often to look for changes, how far back beyond the last look, and how long to leave a change to its push. */
    readonly everyMs: number;
    readonly overlapMs: number;
    readonly settleMs: number;
    /** How many days back the first look of a shop may begin: within what the platform still lists. */
    readonly mostDaysBack: number;
  };
  /** How many orders a day may be decrypted, where the platform lets few be. */
  readonly decryptsPerDay?: (keys: ShopKeys) => number;
  /** Its API can be told how much of an article there is. */
  readonly takesStock?: true;
  /** Throws CallFailure where the shop has not entered what is needed. */
  readonly open: (keys: ShopKeys, http: BytesHttp, clock: () => Instant) => OrderApi;
}

/** A push as a sender makes it. */
export interface SignedPush {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** One way in which a shop speaks to us. A channel never touches the database: what it needs is passed in. */
export interface Channel {
  readonly name: string;
  /** The only platform whose shops can speak this way; null where any can: by a program between, or by files. */
  readonly platform: Platform | null;
  /** Where the signing secret comes from: made by us and shown once, or the platform's own, typed in; null: none is needed. */
  readonly signing: 'generated' | 'typed' | null;
  /** What a shop of this channel has to enter besides, in the order of the form. */
  readonly credentials: readonly CredentialField[];
  /** Judges raw bytes, headers and query against every live secret of the shop; null where nothing is pushed over HTTP. */
  readonly verify:
    | ((
        raw: Buffer,
        headers: IncomingHttpHeaders,
        keys: ShopKeys,
        now: Instant,
        query: URLSearchParams,
      ) => Verification)
    | null;
  /** The answer to a platform that tries the address of the door with GET before it pushes; null where it is not genuine. */
  readonly answerCheck?: (query: URLSearchParams, keys: ShopKeys, now: Instant) => string | null;
  /** null: every message carries its order whole. */
  readonly source: OrderSource | null;
  /** Reads a stored order into statements about it. Throws Unreadable when the body cannot be believed. */
  readonly parse: (raw: Buffer, context: ParseContext) => OrderEvent[];
  /** A genuine push about no order, as a shop would send it; absent where the channel has none. */
  readonly testPush?: (secret: string, id: string, at: Instant) => SignedPush;
}

/**
 * The message cannot be read or believed; it is kept in quarantine with this reason. The reason names fields and what is
 * wrong with them, and never repeats a value that could be personal. The error's own text is the English sentence, for logs.
 */
export class Unreadable extends Error {
  override readonly name = 'Unreadable';
  constructor(readonly reason: Reason) {
    super(reasonText(reason, 'en'));
  }
}

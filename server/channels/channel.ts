import type { IncomingHttpHeaders } from 'node:http';
import type { Instant } from '@/domain/clocks/instant';
import type { OrderEvent } from '@/domain/order/order';
import type { Platform } from '@/domain/order/platform';

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
}

export interface ParseContext {
  readonly shopId: string;
  readonly platform: Platform;
  readonly receivedAt: Instant;
}

/** One way in which a shop speaks to us. A channel never touches the database: what it needs is passed in. */
export interface Channel {
  readonly name: string;
  /** Where the signing secret comes from: made by us and shown once, or the platform's own, typed in; null: none is needed. */
  readonly signing: 'generated' | 'typed' | null;
  /** What a shop of this channel has to enter besides, in the order of the form. */
  readonly credentials: readonly CredentialField[];
  /** Judges raw bytes and headers against every live secret of the shop; null where nothing is pushed over HTTP. */
  readonly verify: ((raw: Buffer, headers: IncomingHttpHeaders, keys: ShopKeys, now: Instant) => Verification) | null;
  /** Reads a stored body into statements about orders. Throws Unreadable when the body cannot be believed. */
  readonly parse: (raw: Buffer, context: ParseContext) => OrderEvent[];
}

/**
 * The message cannot be read or believed; it is kept in quarantine with this reason. The reason names fields and what is
 * wrong with them, and never repeats a value that could be personal.
 */
export class Unreadable extends Error {
  override readonly name = 'Unreadable';
}

import type { IncomingHttpHeaders } from 'node:http';
import type { Instant } from '@/domain/clocks/instant';
import type { OrderEvent } from '@/domain/order/order';
import type { Platform } from '@/domain/order/platform';

/** Whether a push is genuine. `key` is the sender's own message id: the permanent key of the message in the inbox. */
export type Verification =
  | { readonly ok: true; readonly key: string }
  | { readonly ok: false; readonly status: 400 | 401; readonly reason: string };

export interface ParseContext {
  readonly shopId: string;
  readonly platform: Platform;
  readonly receivedAt: Instant;
}

/** One way in which a shop speaks to us. A channel never touches the database: what it needs is passed in. */
export interface Channel {
  readonly name: string;
  /** Judges raw bytes and headers against every live secret of the shop; null where nothing is pushed over HTTP. */
  readonly verify:
    | ((raw: Buffer, headers: IncomingHttpHeaders, secrets: readonly string[], now: Instant) => Verification)
    | null;
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

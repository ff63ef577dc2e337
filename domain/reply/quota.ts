import { HOUR_MS, type Instant } from '@/domain/clocks/instant';

/** Why a message could not be delivered; the screen translates by this word. */
export const SEND_FAILURES = [
  'no-inbound',
  'window-expired',
  'quota-used-up',
  'owned-in-wecom',
  'session-closed',
  'account-deleted',
  'app-closed',
  'channel-not-verified',
  'refused-by-customer',
  'unreachable',
  'rejected',
  'unknown',
] as const;
export type SendFailure = (typeof SEND_FAILURES)[number];

/** WeCom 微信客服: at most five messages, within 48 hours, after each message of the customer. */
export const SENDS_PER_INBOUND = 5;
export const SEND_WINDOW_MS = 48 * HOUR_MS;

/** The longest text WeCom takes in one message, in bytes of UTF-8. */
export const MAX_REPLY_BYTES = 2_048;

/** What is known of one person on one channel that limits what may be sent to them. */
export interface SendAllowance {
  readonly lastInboundAt: Instant | null;
  /** Sent or queued since the last message of the customer. */
  readonly sentSinceInbound: number;
}

export interface SendQuota {
  /** Messages that may still be sent now. */
  readonly left: number;
  /** When the window closes; null when the customer has never written. */
  readonly expiresAt: Instant | null;
  /** Why nothing may be sent; null while something may. */
  readonly reason: Extract<SendFailure, 'no-inbound' | 'window-expired' | 'quota-used-up'> | null;
}

/** How many messages the channel still accepts for this person at this instant, until when, and if none, why. */
export function sendQuota(allowance: SendAllowance, now: Instant): SendQuota {
  if (allowance.lastInboundAt === null) return { left: 0, expiresAt: null, reason: 'no-inbound' };
  const expiresAt = allowance.lastInboundAt + SEND_WINDOW_MS;
  if (now >= expiresAt) return { left: 0, expiresAt, reason: 'window-expired' };
  const left = Math.max(0, SENDS_PER_INBOUND - allowance.sentSinceInbound);
  return { left, expiresAt, reason: left === 0 ? 'quota-used-up' : null };
}

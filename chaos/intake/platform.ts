import type { Instant } from '@/domain/clocks/instant';
import type { Step } from './orders';

/** What tells of one step of an order. */
export interface Telling {
  /** Under which the product keeps it. */
  readonly key: string;
  /** Sends it; resolves once the sender has done what it does. */
  send(): Promise<void>;
  /** Sends other words under the same id, and tells whether they were taken; null where messages have no id. */
  readonly contradict: (() => Promise<boolean>) | null;
}

/** A shop's platform beside the product. It lives on while the product is killed. */
export interface Platform {
  readonly channel: string;
  /** What signs. */
  readonly secret: string;
  /** What the shop enters. */
  readonly credentials: Readonly<Record<string, string>>;
  /** Its clock is so far behind: it lists nothing that is newer, and the run need not wait for it. */
  readonly behindMs: number;
  /** The order is so from now on, which the message tells of; null where nobody is told. */
  change(step: Step, at: Instant): Telling | null;
  isAcknowledged(key: string): boolean;
  /** Messages that the product has to take yet. */
  waiting(): number;
  /** Its orders' numbers and when each last changed; null where it keeps none. */
  orders(): readonly { readonly orderNo: string; readonly version: Instant }[] | null;
  /** Cuts what the product holds open. */
  cut(): void;
  /** Its tokens are over from now on. */
  expireTokens(): void;
  /** What it made of its messages, in a few words. */
  report(): string;
  close(): Promise<void>;
}

import type { Instant } from '@/domain/clocks/instant';
import type { Progress, ShopEvent } from '../shop/life';

/** A platform beside the product, as the simulated shop uses it: it holds orders, and tells of them as it does. */
export interface TellingPlatform {
  /** Put before the numbers of the shop's orders, it makes them such as the platform's are. */
  readonly prefix: string;
  /** The order is so after this step, and whoever is told hears of it, or not. */
  tell(progress: Progress, type: ShopEvent, at: Instant): Promise<void>;
  /** The order was so before the platform was started; nobody is told. */
  recall(progress: Progress, at: Instant): void;
  /** Orders that have not changed since then are not kept. */
  forget(before: Instant): void;
  /** What happened so far, in a few words. */
  report(): string;
  close(): Promise<void>;
}

/** When the order last changed, as far as its life tells. */
export function lastChangeOf({ order, life, cancelledAt }: Progress): Instant {
  const times = [life.paidAt, life.pickedAt, life.packedAt, life.collectedAt, life.signedAt, cancelledAt];
  return Math.max(order.placedAt, ...times.map((time) => time ?? 0));
}

import type { Instant } from '@/domain/clocks/instant';
import type { PaymentMethod } from '@/domain/order/order';
import type { Address } from './addresses';

/** What is wrong with an order, by the eye of whoever made it; a rule should find it. */
export const FLAWS = [
  'vague-address',
  'relay-address',
  'broken-phone',
  'price-off',
  'whole-thousand',
  'platform-hold',
  'ip-burst',
  'new-account-coupon',
] as const;
export type Flaw = (typeof FLAWS)[number];

export interface OrderedLine {
  readonly sku: string;
  readonly title: string;
  readonly spec: string;
  readonly quantity: number;
  readonly unitFen: number;
}

/** An order as it is placed: plain data, so that a run can be kept in a file. Amounts in fen. */
export interface PlacedOrder {
  readonly shopId: string;
  readonly orderNo: string;
  readonly placedAt: Instant;
  readonly flaw: Flaw | null;
  readonly isUrgent: boolean;
  readonly buyer: {
    readonly id: string;
    readonly name: string;
    readonly registeredAt: Instant;
    readonly ip: string;
    readonly tags: readonly string[];
  };
  /** As the shop tells it: masked where the buyer's data are masked. */
  readonly receiver: Address & { readonly name: string; readonly phone: string };
  readonly lines: readonly OrderedLine[];
  readonly discountFen: number;
  readonly couponFen: number;
  readonly freightFen: number;
  readonly paymentMethod: PaymentMethod;
  readonly buyerNote: string;
  readonly sellerNote: string | null;
  readonly holds: readonly string[];
  readonly warehouse: string;
  readonly carrier: string;
}

export const goodsFenOf = (order: Pick<PlacedOrder, 'lines'>): number =>
  order.lines.reduce((sum, { quantity, unitFen }) => sum + quantity * unitFen, 0);

export const amountFenOf = (order: PlacedOrder): number =>
  goodsFenOf(order) - order.discountFen - order.couponFen + order.freightFen;

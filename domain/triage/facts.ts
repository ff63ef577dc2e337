import type { Instant } from '@/domain/clocks/instant';
import type { AddressAssessment, DutyTerms, PhoneAssessment, RecipientAssessment } from '@/domain/order/assessments';
import type { OrderStatus, PaymentMethod } from '@/domain/order/order';
import type { Platform } from '@/domain/order/platform';

/** How far the city the phone number was issued in lies from where the shop ships; or what was not known. */
export type PhoneDistance =
  | { readonly state: 'known'; readonly km: number; readonly city: string }
  | {
      readonly state: 'unknown';
      readonly reason: 'phone-masked' | 'phone-missing' | 'phone-home-unknown' | 'ship-from-unknown';
    };

/** What we know of a buyer from this shop's other orders. */
export interface BuyerHistory {
  /** Paid orders placed before this one. */
  readonly paidBefore: number;
  /** When refunds of the buyer's other orders were reported, ascending. */
  readonly returnTimes: readonly Instant[];
}

/** One order that goes to an address: when it was placed, by which account, for which recipient (name and phone). */
export interface AddressUse {
  readonly at: Instant;
  readonly account: string | null;
  /** A keyed hash; null where name or phone is masked. */
  readonly recipient: string | null;
}

/** The orders that go to one address around this one, itself included, ascending. */
export interface SameAddress {
  readonly account: string | null;
  readonly recipient: string | null;
  readonly uses: readonly AddressUse[];
}

export interface PricedLine {
  readonly sku: string;
  readonly unitPriceFen: number;
  /** Price in force: campaign or list where known, else the median of the SKU's last orders (>= 20), else null. */
  readonly inForceFen: number | null;
  readonly inForceSource: 'campaign' | 'list' | 'median' | null;
  /** Level to which the shop's prices as a whole have moved, 10,000 = as before; null or absent = they have not. */
  readonly moveBp?: number | null;
}

/**
 * All that a rule may look at, frozen before evaluation. Holds no name, phone number or address text.
 * null always means "not known", never "zero".
 */
export interface TriageFacts {
  /** When the rules look. */
  readonly at: Instant;
  /** When the order was placed. */
  readonly placedAt: Instant;
  readonly platform: Platform;
  readonly status: OrderStatus;
  readonly isPaid: boolean;
  readonly amountFen: number | null;
  readonly paidFen: number | null;
  /** What the payment service itself says was received; null: it has said nothing, or a person has decided against it. */
  readonly noticedFen: number | null;
  readonly refundFen: number | null;
  readonly couponFen: number | null;
  readonly paymentMethod: PaymentMethod | null;
  readonly holds: readonly string[];
  /** Buyer's and seller's note, NFKC-normalised; '' when the buyer left none, null when the platform did not say. */
  readonly note: string | null;
  readonly address: AddressAssessment;
  readonly phone: PhoneAssessment;
  /** Mainland China (not Hong Kong, Macao, Taiwan or abroad). */
  readonly isMainland: boolean | null;
  /** Short name of the province (region.ts); null when it is not known. */
  readonly province: string | null;
  readonly dutyTerms: DutyTerms | null;
  readonly recipient: RecipientAssessment;
  readonly phoneDistance: PhoneDistance;
  /** Age of the buyer's account when the order was placed; null when the platform does not say. */
  readonly accountAgeMs: number | null;
  /** null when the buyer is not identified. */
  readonly buyerHistory: BuyerHistory | null;
  readonly lines: readonly PricedLine[];
  /** Creation times of all orders from the same buyer IP around this one, itself included, ascending; null = no IP. */
  readonly sameIpTimes: readonly Instant[] | null;
  /** null = the address is masked or missing. */
  readonly sameAddress: SameAddress | null;
}

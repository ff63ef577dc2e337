import type { Instant } from '@/domain/clocks/instant';
import type { OrderStatus, PaymentMethod } from '@/domain/order/order';
import type { Platform } from '@/domain/order/platform';

/** What cleaning found out about the delivery address. Vague = a courier could not find the door. */
export type AddressAssessment =
  | {
      readonly state: 'known';
      readonly vague: { readonly reason: VagueReason; readonly span: string } | null;
      /** Words that name a temporary store or a relay point ("临时仓", "代收点"); null = none, absent = not looked for. */
      readonly relay?: string | null;
    }
  | { readonly state: 'masked' }
  | { readonly state: 'missing' };
export type VagueReason = 'landmark-only' | 'no-number' | 'too-short' | 'no-region' | 'empty-detail';

/** What cleaning found out about the phone number. */
export type PhoneAssessment =
  | { readonly state: 'known'; readonly problem: PhoneProblem | null; readonly shown: string }
  | { readonly state: 'masked' }
  | { readonly state: 'missing' };
export type PhoneProblem = 'length' | 'prefix' | 'characters' | 'repeated';

export interface PricedLine {
  readonly sku: string;
  readonly unitPriceFen: number;
  /** Price in force: campaign or list where known, else the median of the SKU's last orders (>= 20), else null. */
  readonly inForceFen: number | null;
  readonly inForceSource: 'campaign' | 'list' | 'median' | null;
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
  readonly paymentMethod: PaymentMethod | null;
  readonly holds: readonly string[];
  /** Buyer's and seller's note, NFKC-normalised; '' when the buyer left none, null when the platform did not say. */
  readonly note: string | null;
  readonly address: AddressAssessment;
  readonly phone: PhoneAssessment;
  /** Mainland China (not Hong Kong, Macao, Taiwan or abroad). */
  readonly isMainland: boolean | null;
  readonly lines: readonly PricedLine[];
  /** Creation times of all orders from the same buyer IP around this one, itself included, ascending; null = no IP. */
  readonly sameIpTimes: readonly Instant[] | null;
}

import type { Instant } from '@/domain/clocks/instant';
import type { AddressAssessment, DutyTerms, PhoneAssessment, RecipientAssessment } from './assessments';
import type { Personal } from './personal';

/** Normalised platform status, in the order in which an order normally passes through them. */
export const ORDER_STATUSES = [
  'unpaid',
  'paid_hold',
  'to_ship',
  'part_shipped',
  'shipped',
  'signed',
  'done',
  'cancelled',
] as const;
export type OrderStatus = (typeof ORDER_STATUSES)[number];

export type PaymentMethod = 'wechat' | 'alipay' | 'card' | 'balance' | 'cod' | 'credit' | 'other';

/** Who stated a fact. */
export const FACT_SOURCES = ['platform', 'import', 'wms', 'carrier', 'payment', 'customer', 'person'] as const;
export type FactSource = (typeof FACT_SOURCES)[number];

export interface OrderLine {
  readonly lineNo: string;
  readonly sku: string;
  readonly title: string;
  readonly spec: string;
  readonly quantity: number;
  /** So many of them were paid back, and do not leave where they have not left yet; absent where none were. */
  readonly refundedQuantity?: number;
  /** Price asked for one piece, before platform-funded subsidy, in fen. */
  readonly unitPriceFen: number;
  /** Paid for the whole line, in fen; null where the platform does not say. */
  readonly paidFen: number | null;
  /** The platform's own numbers of the article, where its API knows it by these. */
  readonly article?: { readonly productNo: string; readonly skuNo: string };
}

export interface Receiver {
  readonly name: Personal;
  readonly phone: Personal;
  readonly province: string;
  readonly city: string;
  readonly district: string;
  readonly street: string;
  readonly detail: Personal;
  /** The platform's own word for this person at this address: orders with the same one go to the same door. */
  readonly platformKey?: string;
}

export interface ReceiverAssessment {
  readonly address: AddressAssessment;
  readonly phone: PhoneAssessment;
  /** Absent in orders of before it was looked at. */
  readonly recipient?: RecipientAssessment;
}

/** Everything a source can say of one order. Each field is a separate fact; what was not said is absent. */
export interface OrderFields {
  readonly status: OrderStatus;
  readonly parentOrderNo: string | null;
  readonly createdAt: Instant;
  readonly paidAt: Instant;
  readonly pickedAt: Instant;
  readonly packedAt: Instant;
  readonly shippedAt: Instant;
  readonly collectedAt: Instant;
  readonly signedAt: Instant;
  readonly doneAt: Instant;
  readonly cancelledAt: Instant;
  /** By when the platform wants it to leave: later costs the shop a penalty. */
  readonly shipBy: Instant;
  /** By when it is promised to arrive. */
  readonly promisedAt: Instant;
  readonly currency: string;
  /** Amount due, in fen. */
  readonly amountFen: number;
  readonly goodsFen: number;
  readonly discountFen: number;
  readonly freightFen: number;
  /** Amount received, in fen. */
  readonly paidFen: number;
  readonly refundFen: number;
  readonly paymentMethod: PaymentMethod;
  readonly buyerId: string;
  readonly buyerName: Personal;
  readonly buyerRegisteredAt: Instant;
  readonly buyerIp: string;
  readonly buyerTags: readonly string[];
  /** The words in a channel's event; in an order's facts '' or a keyed mark, since notes are personal. */
  readonly buyerNote: string;
  readonly sellerNote: string;
  readonly receiver: Receiver;
  /** What cleaning found out about address and phone, so that they can be judged without the plain values. */
  readonly assessment: ReceiverAssessment;
  readonly lines: readonly OrderLine[];
  readonly couponFen: number;
  /** Who pays the duties of a parcel that leaves the mainland. */
  readonly dutyTerms: DutyTerms;
  readonly carrier: string;
  readonly trackingNo: string;
  /** Every parcel that the source names, where it names more than one can be. */
  readonly parcelNos: readonly string[];
  readonly warehouse: string;
  /** Platform states that forbid shipping, by the platform's own name (risk control, locked, refund open …). */
  readonly holds: readonly string[];
}
export type OrderField = keyof OrderFields;

/** One thing a cleaning step did to one field, kept so that it can be shown and re-run. */
export interface CleaningStep {
  readonly field: string;
  readonly step: string;
  readonly from: string;
  readonly to: string;
}

/** One statement about one order by one source, cleaned to our shape. */
export interface OrderEvent {
  readonly shopId: string;
  readonly orderNo: string;
  /** Event type in the source's words, for the log ("order.paid"). */
  readonly kind: string;
  readonly source: FactSource;
  /** Version of the statement: when the source says the order looked like this. */
  readonly at: Instant;
  /** Lower-hex SHA-256 of the raw body: the last tie-break, so that any order of arrival gives one state. */
  readonly bodyHash: string;
  readonly fields: Partial<OrderFields>;
  readonly cleaning: readonly CleaningStep[];
  /** Of a person's word: what the sources said by then. It stands until one of them says something else. */
  readonly heard?: readonly unknown[];
}

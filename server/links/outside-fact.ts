import type { Instant } from '@/domain/clocks/instant';
import type { OrderFields, PaymentMethod } from '@/domain/order/order';

export interface LackingItem {
  readonly sku: string;
  readonly planned: number;
  readonly lacking: number;
}

/** What a warehouse's report means for the order that it was given. */
export type DeliveryOutcome = 'progress' | 'accepted' | 'shipped' | 'rejected' | 'cancelled' | 'lacking' | 'exception';

/** A warehouse's word on an order that it was given, by the code under which it was given. */
export interface DeliveryReport {
  readonly about: 'delivery-order';
  readonly code: string;
  readonly warehouseOrderNo: string;
  /** In the warehouse's words: PICK, DELIVERED, … */
  readonly status: string;
  readonly outcome: DeliveryOutcome;
  readonly at: Instant;
  /** What it states of the order itself. */
  readonly fields: Partial<OrderFields>;
  readonly detail: string;
  readonly lacking: readonly LackingItem[];
}

/** A movement of stock in a warehouse. */
export interface StockChange {
  readonly about: 'stock';
  readonly businessCode: string;
  readonly warehouse: string;
  readonly sku: string;
  readonly inventoryType: string;
  readonly quantity: number;
  readonly orderCode: string;
  readonly at: Instant | null;
}

/** Where a parcel stands, in the order of a normal journey; then what can go wrong. */
export const PARCEL_STATES = [
  'ordered',
  'collected',
  'transit',
  'customs',
  'delivering',
  'signed',
  'problem',
  'returning',
  'returned',
  'refused',
  'cancelled',
] as const;
export type ParcelState = (typeof PARCEL_STATES)[number];

export interface ParcelScan {
  readonly at: Instant;
  readonly state: ParcelState | null;
  /** Words of the courier: may name people. */
  readonly text: string;
  readonly place: string;
}

/** The whole list of a parcel's traces as the courier now tells it; it replaces what was told before. */
export interface ParcelTrace {
  readonly about: 'parcel';
  readonly trackingNo: string;
  /** As Kuaidi100 spells it. */
  readonly carrier: string;
  readonly state: ParcelState | null;
  /** The newest scan. null: there is none yet. */
  readonly at: Instant | null;
  readonly collectedAt: Instant | null;
  readonly signedAt: Instant | null;
  /** Newest first. */
  readonly scans: readonly ParcelScan[];
  /** Nothing more will be told: delivered, or the watch was given up and may be asked for again. */
  readonly ended: 'signed' | 'given-up' | null;
}

/** A payment or a refund that a payment service confirmed. */
export interface PaymentFact {
  readonly about: 'payment';
  readonly kind: 'payment' | 'refund';
  readonly number: string;
  readonly transactionNo: string;
  /** The shop's own number of the trade: the order. */
  readonly tradeNo: string;
  readonly state: string;
  /** Whether the money has moved. */
  readonly isDone: boolean;
  readonly amountFen: number;
  readonly at: Instant;
  readonly method: PaymentMethod;
}

/** What a system beside the shop platforms tells us. */
export type OutsideFact = DeliveryReport | StockChange | ParcelTrace | PaymentFact;

import { type Instant, MINUTE_MS } from '@/domain/clocks/instant';
import { type FactMap, saidBy } from './merge-events';
import type { FactSource, OrderField, OrderStatus } from './order';

/** How sources can contradict each other about an order. */
export const CONFLICT_KINDS = [
  'paid-amount',
  'paid-not-confirmed',
  'shipped-not-packed',
  'cancelled-but-shipped',
  'tracking-no',
  'signed-not-shipped',
] as const;
export type ConflictKind = (typeof CONFLICT_KINDS)[number];

/** What one source says in a conflict: a status, an amount in fen, a time, a number; null = it has not said so. */
export interface ConflictSide {
  readonly source: FactSource;
  readonly value: string | number | null;
  /** When it said so; null where it has not. */
  readonly at: Instant | null;
}

export interface Conflict {
  readonly kind: ConflictKind;
  readonly sides: readonly [ConflictSide, ConflictSide];
}

const PLATFORM: readonly FactSource[] = ['platform', 'import'];
const LEFT: ReadonlySet<OrderStatus> = new Set(['part_shipped', 'shipped', 'signed', 'done']);
const NOT_LEFT: ReadonlySet<OrderStatus> = new Set(['unpaid', 'paid_hold', 'to_ship']);
/** A platform may date a state that it had when the payment was under way a little later than the payment. */
const CLOCK_SLACK_MS = 2 * MINUTE_MS;

type Finder = (facts: FactMap) => readonly [ConflictSide, ConflictSide] | null;

const silent = (source: FactSource): ConflictSide => ({ source, value: null, at: null });

/** The payment service received another amount than the platform says was received, or else was due. */
const paidAmount: Finder = (facts) => {
  const received = saidBy(facts, 'paidFen', ['payment']);
  const expected = saidBy(facts, 'paidFen', PLATFORM) ?? saidBy(facts, 'amountFen', PLATFORM);
  return received && expected && received.value !== expected.value ? [received, expected] : null;
};

/** The platform still says unpaid after the payment service confirmed the payment. */
const paidNotConfirmed: Finder = (facts) => {
  const paid = saidBy(facts, 'paidAt', ['payment']);
  const status = saidBy(facts, 'status', PLATFORM);
  const isLater = paid !== null && status !== null && status.at > paid.value + CLOCK_SLACK_MS;
  return isLater && status.value === 'unpaid' ? [paid, status] : null;
};

const hasLeftWarehouse = (facts: FactMap) => saidBy(facts, 'shippedAt', ['wms']) ?? saidBy(facts, 'packedAt', ['wms']);

/** The platform says shipped, and the warehouse that has the order has not packed it. */
const shippedNotPacked: Finder = (facts) => {
  const status = saidBy(facts, 'status', PLATFORM);
  const hasWarehouse = saidBy(facts, 'warehouse', ['wms']) !== null;
  if (!hasWarehouse || status === null || !LEFT.has(status.value)) return null;
  return hasLeftWarehouse(facts) === null ? [status, silent('wms')] : null;
};

/** The warehouse shipped after the platform had cancelled; a return after shipping also ends as cancelled. */
const cancelledButShipped: Finder = (facts) => {
  const status = saidBy(facts, 'status', PLATFORM);
  const shipped = hasLeftWarehouse(facts);
  return status?.value === 'cancelled' && shipped && shipped.value > status.at ? [status, shipped] : null;
};

const plainNo = (no: string): string => no.replace(/\s/g, '').toUpperCase();

/** The platform names a parcel that is none of the warehouse's. */
const trackingNo: Finder = (facts) => {
  const platform = saidBy(facts, 'trackingNo', PLATFORM);
  const warehouse = saidBy(facts, 'trackingNo', ['wms']);
  if (!platform || !warehouse || platform.value === '' || warehouse.value === '') return null;
  const parcels = [warehouse.value, ...(saidBy(facts, 'parcelNos', ['wms'])?.value ?? [])].map(plainNo);
  return parcels.includes(plainNo(platform.value)) ? null : [platform, warehouse];
};

/** The courier delivered what the platform says has not left. */
const signedNotShipped: Finder = (facts) => {
  const signed = saidBy(facts, 'signedAt', ['carrier']);
  const status = saidBy(facts, 'status', PLATFORM);
  return signed && status && NOT_LEFT.has(status.value) ? [signed, status] : null;
};

const FINDERS: Readonly<Record<ConflictKind, Finder>> = {
  'paid-amount': paidAmount,
  'paid-not-confirmed': paidNotConfirmed,
  'shipped-not-packed': shippedNotPacked,
  'cancelled-but-shipped': cancelledButShipped,
  'tracking-no': trackingNo,
  'signed-not-shipped': signedNotShipped,
};

const sideOf = ({ source, value, at }: ConflictSide): ConflictSide => ({ source, value, at });

/** Everything on which the sources of an order contradict each other now; a function of the facts alone. */
export function conflictsOf(facts: FactMap): Conflict[] {
  return CONFLICT_KINDS.flatMap((kind) => {
    const sides = FINDERS[kind](facts);
    return sides ? [{ kind, sides: [sideOf(sides[0]), sideOf(sides[1])] as const }] : [];
  });
}

/** Whether two conflicts of one kind are the same contradiction: the same sources with the same words, whenever said. */
export const isSameConflict = (a: readonly ConflictSide[], b: readonly ConflictSide[]): boolean =>
  a.length === b.length && a.every((side, index) => side.source === b[index]?.source && side.value === b[index]?.value);

/** The field that takes a side's value when a person takes that side; null where the word alone is kept. */
export const TAKEN_FIELD: Readonly<Record<ConflictKind, Extract<OrderField, 'paidFen' | 'trackingNo'> | null>> = {
  'paid-amount': 'paidFen',
  'paid-not-confirmed': null,
  'shipped-not-packed': null,
  'cancelled-but-shipped': null,
  'tracking-no': 'trackingNo',
  'signed-not-shipped': null,
};

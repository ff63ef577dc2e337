import type { Instant } from '@/domain/clocks/instant';
import { textOf } from '@/domain/order/mask';
import type { FactMap } from '@/domain/order/merge-events';
import type { OrderNotes } from '@/domain/order/notes';
import type { FactSource, OrderField, OrderFields } from '@/domain/order/order';
import { areaOf } from '@/domain/order/risk-marks';
import { maskNumbers } from '@/domain/privacy/mask-numbers';

/** A fact with who said so and as of when. */
export interface FactView<T> {
  readonly value: T;
  readonly source: FactSource;
  readonly at: Instant;
}

/** Facts that are shown as they were said. */
const PLAIN_FIELDS = [
  'status',
  'amountFen',
  'goodsFen',
  'freightFen',
  'discountFen',
  'couponFen',
  'paidFen',
  'refundFen',
  'paymentMethod',
  'createdAt',
  'paidAt',
  'pickedAt',
  'packedAt',
  'shippedAt',
  'collectedAt',
  'signedAt',
  'doneAt',
  'cancelledAt',
  'shipBy',
  'promisedAt',
  'carrier',
  'trackingNo',
  'warehouse',
  'holds',
  'buyerTags',
  'lines',
] as const satisfies readonly OrderField[];
type PlainField = (typeof PLAIN_FIELDS)[number];

/** The facts of an order that are shown; null where nobody has said it. Notes without their numbers, the receiver masked. */
export type FactViews = { readonly [F in PlainField]: FactView<OrderFields[F]> | null } & {
  readonly [F in 'receiver' | 'buyerNote' | 'sellerNote']: FactView<string> | null;
};

function factView<F extends OrderField>(facts: FactMap, field: F): FactView<OrderFields[F]> | null {
  const stamped = facts[field];
  return stamped ? { value: stamped.value, source: stamped.source, at: stamped.at } : null;
}

/** What was noted, with long numbers hidden; null where nobody noted anything, or it was removed when its time was over. */
function noteView(facts: FactMap, field: keyof OrderNotes, notes: OrderNotes | null): FactView<string> | null {
  const view = factView(facts, field);
  return view && (view.value === '' || notes) ? { ...view, value: maskNumbers(notes?.[field] ?? '') } : null;
}

function receiverFact(facts: FactMap): FactView<string> | null {
  const view = factView(facts, 'receiver');
  if (view === null) return null;
  const { name, phone, detail } = view.value;
  const words = [textOf(name), textOf(phone), areaOf(view.value) + textOf(detail)];
  return { ...view, value: words.filter((word) => word !== '').join(' ') };
}

/** What is known of an order, each fact with who said it and as of when. */
export function factViews(facts: FactMap, notes: OrderNotes | null): FactViews {
  const plain = Object.fromEntries(PLAIN_FIELDS.map((field) => [field, factView(facts, field)]));
  return {
    ...(plain as Pick<FactViews, PlainField>),
    receiver: receiverFact(facts),
    buyerNote: noteView(facts, 'buyerNote', notes),
    sellerNote: noteView(facts, 'sellerNote', notes),
  };
}

import * as z from 'zod';
import { Unreadable } from '../channel';

export const EVENT_TYPES = [
  'order.created',
  'order.paid',
  'order.picked',
  'order.packed',
  'order.shipped',
  'order.collected',
  'order.signed',
  'order.completed',
  'order.cancelled',
  'order.refunded',
  'order.updated',
] as const;
export type EventType = (typeof EVENT_TYPES)[number];

const text = z.string().max(4_000).nullish();
const id = z.union([z.string().max(200), z.number()]);
const time = z.union([z.string().max(60), z.number()]);
const maybeTime = time.nullish();
/** Amounts are judged by the field reader, which says what is wrong with them. */
const amount = z.unknown().optional();

const item = z.object({
  lineNo: id.nullish(),
  sku: text,
  title: text,
  spec: text,
  qty: z.number().int().min(1).max(100_000),
  refundedQty: z.number().int().min(0).max(100_000).nullish(),
  unitPriceCents: amount,
  paidCents: amount,
  gift: z.boolean().nullish(),
});
export type GenericItem = z.infer<typeof item>;

const fulfilment = z.object({
  warehouse: text,
  carrier: text,
  trackingNo: text,
  pickedAt: maybeTime,
  packedAt: maybeTime,
  shippedAt: maybeTime,
  collectedAt: maybeTime,
  signedAt: maybeTime,
  promisedAt: maybeTime,
  shipBy: maybeTime,
});

const data = z.object({
  platformOrderNo: id,
  parentOrderNo: id.nullish(),
  status: z.string().max(40).nullish(),
  createdAt: time,
  paidAt: maybeTime,
  updatedAt: maybeTime,
  completedAt: maybeTime,
  cancelledAt: maybeTime,
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, 'is not a three-letter currency')
    .nullish(),
  amountCents: amount,
  paidCents: amount,
  refundCents: amount,
  goodsCents: amount,
  discountCents: amount,
  freightCents: amount,
  paymentMethod: z.string().max(40).nullish(),
  buyer: z
    .object({
      id: id.nullish(),
      name: text,
      registeredAt: maybeTime,
      ip: z.string().max(60).nullish(),
      tags: z.array(z.string().max(100)).max(50).nullish(),
    })
    .nullish(),
  receiver: z
    .object({ name: text, phone: id.nullish(), province: text, city: text, district: text, street: text, detail: text })
    .nullish(),
  buyerNote: text,
  sellerNote: text,
  dutyTerms: z.enum(['seller', 'buyer', 'none']).nullish(),
  coupons: z
    .array(z.object({ cents: amount }))
    .max(50)
    .nullish(),
  items: z.array(item).min(1).max(500).nullish(),
  fulfilment: fulfilment.nullish(),
  holds: z.array(z.string().max(100)).max(20).nullish(),
});
export type GenericOrder = z.infer<typeof data>;

const envelope = z.object({ type: z.enum(EVENT_TYPES), timestamp: time, data });
export type GenericMessage = z.infer<typeof envelope>;

const ping = z.object({ type: z.literal('ping') });

/** Whether this is a test message: genuine, stored and done with, and about no order. */
export const isPing = (json: unknown): boolean => ping.safeParse(json).success;

/** Takes the known fields out of a message and leaves every other key behind. Throws Unreadable naming the first field. */
export function readMessage(json: unknown): GenericMessage {
  const parsed = envelope.safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const path = issue?.path.join('.') || 'body';
  throw new Unreadable({ code: 'wrong-form', path, fault: issue?.code ?? 'invalid' });
}

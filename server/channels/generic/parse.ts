import { createHash } from 'node:crypto';
import { isIP } from 'node:net';
import { type Instant, MINUTE_MS } from '@/domain/clocks/instant';
import { normalisePhone } from '@/domain/order/clean/phone';
import type { OrderEvent, OrderFields, PaymentMethod, Receiver } from '@/domain/order/order';
import type { ParseContext } from '../channel';
import { FieldReader } from '../field-reader';
import { readJson } from '../json';
import { readAmounts } from './amounts';
import { type GenericMessage, type GenericOrder, isPing, readMessage } from './schema';
import { stageTimeOf, statusOf } from './status';

type Fields = { -readonly [F in keyof OrderFields]?: OrderFields[F] | undefined };
type StatedFields = { -readonly [F in keyof OrderFields]?: OrderFields[F] };

/** A version ahead of time would outweigh every later message, so a sender's clock gets less slack than a fact does. */
const VERSION_AHEAD_MS = 15 * MINUTE_MS;
const METHODS: ReadonlySet<string> = new Set<PaymentMethod>(['wechat', 'alipay', 'card', 'balance', 'cod', 'credit']);

const methodOf = (word: string | null | undefined): PaymentMethod | undefined => {
  if (!word) return undefined;
  const known = word.trim().toLowerCase();
  return METHODS.has(known) ? (known as PaymentMethod) : 'other';
};

function readReceiver(reader: FieldReader, receiver: NonNullable<GenericOrder['receiver']>): Receiver {
  const field = (name: keyof Receiver) => `data.receiver.${name}`;
  const place = (name: 'province' | 'city' | 'district' | 'street') =>
    reader.text(field(name), receiver[name] ?? '', 100);
  const phone = reader.personal(field('phone'), receiver.phone?.toString(), 60);
  return {
    name: reader.personal(field('name'), receiver.name, 100),
    phone: phone.state === 'plain' ? { state: 'plain', value: normalisePhone(phone.value) } : phone,
    province: place('province'),
    city: place('city'),
    district: place('district'),
    street: place('street'),
    detail: reader.personal(field('detail'), receiver.detail, 500),
  };
}

function readBuyer(reader: FieldReader, buyer: GenericOrder['buyer']): Fields {
  if (!buyer) return {};
  const ip = buyer.ip ? reader.text('data.buyer.ip', buyer.ip) : '';
  if (ip !== '' && isIP(ip) === 0) reader.note('data.buyer.ip', 'drop-not-an-ip', '', '');
  const name = reader.personal('data.buyer.name', buyer.name, 200);
  return {
    buyerId: buyer.id == null ? undefined : reader.text('data.buyer.id', String(buyer.id), 200),
    buyerName: name.state === 'missing' ? undefined : name,
    buyerRegisteredAt:
      buyer.registeredAt == null ? undefined : reader.time('data.buyer.registeredAt', buyer.registeredAt),
    buyerIp: isIP(ip) === 0 ? undefined : ip,
    buyerTags: buyer.tags?.map((tag, index) => reader.text(`data.buyer.tags.${index}`, tag, 100)),
  };
}

function readFulfilment(reader: FieldReader, order: GenericOrder): Fields {
  const reported = order.fulfilment ?? {};
  const time = (name: 'pickedAt' | 'packedAt' | 'shippedAt' | 'collectedAt' | 'signedAt') => {
    const raw = reported[name];
    return raw == null ? undefined : reader.time(`data.fulfilment.${name}`, raw);
  };
  const word = (name: 'warehouse' | 'carrier' | 'trackingNo') =>
    reported[name] ? reader.text(`data.fulfilment.${name}`, reported[name], 100) : undefined;
  return {
    warehouse: word('warehouse'),
    carrier: word('carrier'),
    trackingNo: word('trackingNo'),
    pickedAt: time('pickedAt'),
    packedAt: time('packedAt'),
    shippedAt: time('shippedAt'),
    collectedAt: time('collectedAt'),
    signedAt: time('signedAt'),
    shipBy: reported.shipBy == null ? undefined : reader.promise('data.fulfilment.shipBy', reported.shipBy),
    promisedAt:
      reported.promisedAt == null ? undefined : reader.promise('data.fulfilment.promisedAt', reported.promisedAt),
  };
}

function readTimes(reader: FieldReader, order: GenericOrder): Fields {
  const time = (name: 'paidAt' | 'completedAt' | 'cancelledAt') => {
    const raw = order[name];
    return raw == null ? undefined : reader.time(`data.${name}`, raw);
  };
  return {
    createdAt: reader.time('data.createdAt', order.createdAt),
    paidAt: time('paidAt'),
    doneAt: time('completedAt'),
    cancelledAt: time('cancelledAt'),
  };
}

function readNotes(reader: FieldReader, order: GenericOrder): Fields {
  return {
    parentOrderNo: order.parentOrderNo == null ? undefined : reader.id('data.parentOrderNo', order.parentOrderNo),
    currency: order.currency ?? 'CNY',
    paymentMethod: methodOf(order.paymentMethod),
    dutyTerms: order.dutyTerms ?? undefined,
    buyerNote: order.buyerNote == null ? undefined : reader.text('data.buyerNote', order.buyerNote),
    sellerNote: order.sellerNote == null ? undefined : reader.text('data.sellerNote', order.sellerNote),
    receiver: order.receiver ? readReceiver(reader, order.receiver) : undefined,
    holds: order.holds?.map((hold, index) => reader.text(`data.holds.${index}`, hold, 100)),
  };
}

/** The time the event's type reports, where the order itself does not state it. */
function addStageTime(
  reader: FieldReader,
  fields: StatedFields,
  type: GenericMessage['type'],
  happenedAt: Instant,
): void {
  const stage = stageTimeOf(type);
  if (stage === null || fields[stage] !== undefined) return;
  fields[stage] = happenedAt;
  reader.note(stage, 'time-of-event', '', new Date(happenedAt).toISOString());
}

/** The fields that are stated, in one object. Spreading thirty fields costs ten times as much as setting them. */
function joinStated(...parts: readonly Fields[]): StatedFields {
  const joined: Record<string, unknown> = {};
  for (const part of parts) {
    for (const [field, value] of Object.entries(part)) if (value !== undefined) joined[field] = value;
  }
  return joined;
}

/**
 * Reads one whole-order message of the generic protocol (docs/channels.md). The version is `data.updatedAt`, else the
 * message's `timestamp`. A `ping` says nothing about any order. Throws Unreadable for what cannot be believed; unknown keys are left behind.
 */
export function parseGenericMessage(raw: Buffer, { shopId, receivedAt }: ParseContext): OrderEvent[] {
  const json = readJson(raw);
  if (isPing(json)) return [];
  const { type, timestamp, data } = readMessage(json);
  const reader = new FieldReader(receivedAt);
  const orderNo = reader.id('data.platformOrderNo', data.platformOrderNo);
  const happenedAt = reader.time('timestamp', timestamp, VERSION_AHEAD_MS);
  const at = data.updatedAt == null ? happenedAt : reader.time('data.updatedAt', data.updatedAt, VERSION_AHEAD_MS);
  const fields = joinStated(
    readTimes(reader, data),
    readNotes(reader, data),
    readBuyer(reader, data.buyer),
    readFulfilment(reader, data),
    readAmounts(reader, data),
  );
  // Without an amount of its own a refund gives everything back.
  if (type === 'order.refunded' && fields.amountFen !== undefined) fields.refundFen ??= fields.amountFen;
  const isFullyRefunded = (fields.refundFen ?? 0) > 0 && (fields.refundFen ?? 0) >= (fields.amountFen ?? 0);
  const status = statusOf(type, data.status, isFullyRefunded);
  if (status !== null) fields.status = status;
  addStageTime(reader, fields, type, happenedAt);
  return [
    {
      shopId,
      orderNo,
      kind: type,
      source: 'platform',
      at,
      bodyHash: createHash('sha256').update(raw).digest('hex'),
      fields,
      cleaning: reader.steps,
    },
  ];
}

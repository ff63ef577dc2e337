import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { DAY_MS, HOUR_MS, type Instant } from '@/domain/clocks/instant';

/** One real order of the month: what it cost, when it was placed and paid, what was given back, which province. */
export interface RealOrder {
  readonly orderNo: string;
  readonly province: string;
  readonly dueFen: number;
  readonly createdAt: Instant;
  readonly paidAt: Instant | null;
  readonly refundFen: number;
}

/** A message of the shop, and when it is sent. */
export interface Sent {
  readonly key: string;
  readonly at: Instant;
  readonly body: Buffer;
}

const REFUND_AFTER_MS = 2 * DAY_MS;
const fen = (yuan: string): number => Math.round(Number(yuan) * 100);
const instant = (text: string): Instant => Date.parse(`${text.replace(' ', 'T')}+08:00`);

/** The orders of the report, oldest first. */
export function readMonth(file: string): RealOrder[] {
  const rows = parse(readFileSync(file), { bom: true, from_line: 2 }) as string[][];
  return rows
    .map(([orderNo = '', due = '', , province = '', createdAt = '', paidAt = '', refund = '']) => ({
      orderNo,
      province: province.trim(),
      dueFen: fen(due),
      createdAt: instant(createdAt),
      paidAt: paidAt === '' ? null : instant(paidAt),
      refundFen: fen(refund),
    }))
    .sort((a, b) => a.createdAt - b.createdAt);
}

/** The orders of one day (Asia/Shanghai) again, on another day, under other numbers, at `levelBp` of their price. */
export function dayAgain(orders: readonly RealOrder[], day: Instant, on: Instant, levelBp: number): RealOrder[] {
  const shift = on - day;
  return orders
    .filter((order) => order.createdAt >= day && order.createdAt < day + DAY_MS)
    .map((order) => ({
      ...order,
      orderNo: `${order.orderNo}-${shift / HOUR_MS}`,
      dueFen: Math.max(1, Math.round((order.dueFen * levelBp) / 10_000)),
      createdAt: order.createdAt + shift,
      paidAt: order.paidAt === null ? null : order.paidAt + shift,
      refundFen: 0,
    }));
}

function bodyOf(order: RealOrder, sku: string, type: string, at: Instant): Buffer {
  const iso = (time: Instant) => new Date(time).toISOString();
  const isPaid = type !== 'order.created';
  const data = {
    platformOrderNo: `T${order.orderNo}`,
    createdAt: iso(order.createdAt),
    ...(isPaid && order.paidAt !== null ? { paidAt: iso(order.paidAt), paidCents: order.dueFen } : {}),
    updatedAt: iso(at),
    amountCents: order.dueFen,
    ...(type === 'order.refunded' ? { refundCents: order.refundFen } : {}),
    receiver: { name: '*', phone: '*******0000', province: order.province, detail: '******' },
    items: [{ sku, title: sku, qty: 1, unitPriceCents: order.dueFen }],
  };
  return Buffer.from(JSON.stringify({ type, timestamp: iso(at), data }));
}

/**
 * What the shop sends about an order: placed, paid, given back. The report names no articles: each total of the month that
 * somebody paid stands for one, under `sku`.
 */
export function messagesOf(order: RealOrder, sku: string): Sent[] {
  const send = (type: string, at: Instant): Sent => ({
    key: `${order.orderNo}/${type}`,
    at,
    body: bodyOf(order, sku, type, at),
  });
  const { createdAt, paidAt, refundFen } = order;
  return [
    send('order.created', createdAt),
    ...(paidAt === null ? [] : [send('order.paid', Math.max(paidAt, createdAt + 1))]),
    ...(paidAt === null || refundFen === 0 ? [] : [send('order.refunded', paidAt + REFUND_AFTER_MS)]),
  ];
}

import { unique } from './builders';

type Json = Readonly<Record<string, unknown>>;

export interface GenericOrderValues {
  readonly orderNo?: string;
  readonly type?: string;
  readonly status?: string;
  readonly at: number;
  readonly placedAt?: number;
  readonly paidAt?: number | null;
  readonly amountCents?: number;
  readonly detail?: string;
  readonly phone?: string;
  readonly ip?: string;
  readonly note?: string;
  readonly sku?: string;
  readonly more?: Json;
}

const iso = (at: number): string => new Date(at).toISOString();

/** A complete address that no other order has: orders of strangers to one door would be held. */
function ownDoor(orderNo: string): string {
  const number = Array.from(orderNo).reduce((sum, char) => (sum * 31 + char.charCodeAt(0)) % 1_000_000, 7);
  return `网商路${Math.floor(number / 1_000) + 1}号3幢${(number % 1_000) + 1_000}室`;
}

/** The body of one message of a generic shop, as its sender writes it: a complete, unremarkable order unless told. */
export function genericOrder(values: GenericOrderValues): { orderNo: string; body: Buffer } {
  const orderNo = values.orderNo ?? unique('OM').toUpperCase();
  const amountCents = values.amountCents ?? 29_900;
  const placedAt = values.placedAt ?? values.at;
  const paidAt = values.paidAt === undefined ? placedAt : values.paidAt;
  const data = {
    platformOrderNo: orderNo,
    status: values.status ?? 'paid',
    createdAt: iso(placedAt),
    ...(paidAt === null ? {} : { paidAt: iso(paidAt) }),
    updatedAt: iso(values.at),
    currency: 'CNY',
    amountCents,
    goodsCents: amountCents,
    discountCents: 0,
    freightCents: 0,
    paymentMethod: 'wechat',
    buyer: { id: `u_${orderNo}`, name: '李雷', ...(values.ip === undefined ? {} : { ip: values.ip }) },
    receiver: {
      name: '李雷',
      phone: values.phone ?? '13800138000',
      province: '浙江省',
      city: '杭州市',
      district: '滨江区',
      street: '长河街道',
      detail: values.detail ?? ownDoor(orderNo),
    },
    buyerNote: values.note ?? '',
    items: [
      {
        lineNo: '1',
        sku: values.sku ?? `SKU-${orderNo}`,
        title: '潮汐马克杯',
        spec: '海蓝',
        qty: 1,
        unitPriceCents: amountCents,
        paidCents: amountCents,
      },
    ],
    ...values.more,
  };
  const body = JSON.stringify({
    type: values.type ?? `order.${values.status ?? 'paid'}`,
    timestamp: iso(values.at),
    data,
  });
  return { orderNo, body: Buffer.from(body) };
}

/** One statement of the shop about one order. */
export interface Message {
  readonly id: string;
  readonly orderNo: string;
  readonly body: string;
}

type Kind = 'plain' | 'vague' | 'burst';

const SECOND_MS = 1_000;
const PLAIN_ADDRESSES = ['网商路699号3幢1201室', '文三路478号华星时代广场A座9楼', '中关村大街27号院2号楼3单元502'];
/** What becomes of an order that nothing is wrong with, and of one that waits for a person. */
const LIVES: Readonly<Record<Kind, readonly string[]>> = {
  plain: ['created', 'paid', 'shipped', 'signed'],
  vague: ['created', 'paid', 'updated', 'updated'],
  burst: ['created', 'paid', 'updated', 'updated'],
};
const STATUS: Readonly<Record<string, string>> = { created: 'created', updated: 'paid' };
const STEPS = 4;

/** Of a hundred orders seven have an address no courier could find; six are two bursts of three from one IP. */
function kindOf(index: number): Kind {
  const place = index % 100;
  if (place < 7) return 'vague';
  return place >= 50 && place < 56 ? 'burst' : 'plain';
}

const ipOf = (index: number, kind: Kind): string => {
  const n = kind === 'burst' ? 1_000_000 + Math.floor(index / 100) * 2 + (index % 100 < 53 ? 0 : 1) : index;
  return `36.${(n >> 16) & 255}.${(n >> 8) & 255}.${n & 255}`;
};

function bodyOf(index: number, step: number, startAt: number): string {
  const kind = kindOf(index);
  const word = LIVES[kind][step] ?? 'updated';
  const placedAt = startAt + index * SECOND_MS;
  const time = (after: number) => new Date(placedAt + after * SECOND_MS).toISOString();
  const data = {
    platformOrderNo: orderNoOf(index),
    status: STATUS[word] ?? word,
    createdAt: time(0),
    ...(step > 0 ? { paidAt: time(1) } : {}),
    updatedAt: time(step),
    currency: 'CNY',
    amountCents: 12_900,
    goodsCents: 12_900,
    discountCents: 0,
    freightCents: 0,
    paymentMethod: 'wechat',
    buyer: { id: `u_${index}`, ip: ipOf(index, kind) },
    receiver: {
      name: '陈晓',
      phone: `139${String(10_000_000 + index)}`,
      province: '浙江省',
      city: '杭州市',
      district: '滨江区',
      street: '长河街道',
      detail: kind === 'vague' ? '小区门口' : `${PLAIN_ADDRESSES[index % PLAIN_ADDRESSES.length]}${index}`,
    },
    buyerNote: step > 1 && kind !== 'plain' ? `第${step}次修改备注` : '',
    ...(word === 'shipped' || word === 'signed'
      ? { fulfilment: { carrier: 'SF', trackingNo: `SF${orderNoOf(index)}`, shippedAt: time(2) } }
      : {}),
    items: [
      {
        ...{ lineNo: '1', sku: `SKU-${index % 40}`, title: '潮汐马克杯', spec: '海蓝', qty: 1 },
        ...{ unitPriceCents: 12_900, paidCents: 12_900 },
      },
    ],
  };
  return JSON.stringify({ type: `order.${word}`, timestamp: time(step), data });
}

const orderNoOf = (index: number): string => `C${String(index).padStart(8, '0')}`;

/** What is wrong with the order of that number, by which it is judged; null: nothing. */
export const faultOf = (orderNo: string): 'vague' | 'burst' | null => {
  const kind = kindOf(Number(orderNo.slice(1)));
  return kind === 'plain' ? null : kind;
};

/** `total` messages about orders placed a second apart from `startAt` on; an order's messages in the order of its life. */
export function messagesOf(total: number, startAt: number): Message[][] {
  return Array.from({ length: Math.ceil(total / STEPS) }, (_, index) =>
    Array.from({ length: Math.min(STEPS, total - index * STEPS) }, (_unused, step) => ({
      id: `msg_${orderNoOf(index)}_${step}`,
      orderNo: orderNoOf(index),
      body: bodyOf(index, step, startAt),
    })),
  );
}

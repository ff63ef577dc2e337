import { createHash, randomInt } from 'node:crypto';

/** One signed order of the load: seven in a hundred have an address no courier could find, and get a card. */
export interface BenchOrder {
  readonly orderNo: string;
  readonly body: string;
  readonly isAbnormal: boolean;
}

const PLAIN_ADDRESSES = ['网商路699号3幢1201室', '文三路478号华星时代广场A座9楼', '中关村大街27号院2号楼3单元502'];
const VAGUE_ADDRESS = '小区门口';

const isAbnormalAt = (index: number): boolean => index % 100 < 7;

/** An address of its own for every order, also across runs: none of them makes a burst. */
function fakeIp(run: string, index: number): string {
  const [a = 0, b = 0, c = 0] = createHash('sha256').update(`${run} ${index}`).digest();
  return `36.${a}.${b}.${c}`;
}

/** The order of that index of a run; the same run and index give the same order. */
export function benchOrder(run: string, index: number, nowMs: number): BenchOrder {
  const orderNo = `B${run}${String(index).padStart(8, '0')}`;
  const isAbnormal = isAbnormalAt(index);
  const at = new Date(nowMs).toISOString();
  const data = {
    platform: 'custom',
    shopId: 'bench',
    platformOrderNo: orderNo,
    parentOrderNo: null,
    status: 'paid',
    createdAt: at,
    paidAt: at,
    updatedAt: at,
    currency: 'CNY',
    amountCents: 12_900,
    goodsCents: 12_900,
    discountCents: 0,
    freightCents: 0,
    paymentMethod: 'wechat',
    buyer: { id: `u_${index}`, ip: fakeIp(run, index) },
    receiver: {
      name: '陈晓',
      phone: `139${String(10_000_000 + (index % 89_999_999))}`,
      province: '浙江省',
      city: '杭州市',
      district: '滨江区',
      street: '长河街道',
      detail: isAbnormal ? VAGUE_ADDRESS : `${PLAIN_ADDRESSES[index % PLAIN_ADDRESSES.length]}${run}-${index}`,
    },
    buyerNote: index % 9 === 0 ? '不急,慢慢发' : '',
    coupons: [],
    items: [
      {
        lineNo: '1',
        sku: `SKU-${index % 40}`,
        title: '潮汐马克杯',
        spec: '海蓝',
        qty: 1,
        unitPriceCents: 12_900,
        paidCents: 12_900,
      },
    ],
  };
  return { orderNo, body: JSON.stringify({ type: 'order.paid', timestamp: at, data }), isAbnormal };
}

export const newRun = (): string => randomInt(1_000_000, 9_999_999).toString();

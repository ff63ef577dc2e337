import { DAY_MS, type Instant, SECOND_MS } from '@/domain/clocks/instant';
import { advance, newProgress, type Progress } from '@/sim/shop/life';
import type { PlacedOrder } from '@/sim/shop/order';

type Word = 'created' | 'paid' | 'moved' | 'shipped' | 'signed';

/** An order of one shop as it is after one of its steps. */
export interface Step {
  readonly shopId: string;
  /** The shop's own number of the order; its platform makes another of it. */
  readonly orderNo: string;
  /** 0 for the first. */
  readonly n: number;
  readonly word: Word;
  readonly progress: Progress;
}

export const nameOf = ({ shopId, orderNo }: Pick<Step, 'shopId' | 'orderNo'>): string => `${shopId}/${orderNo}`;

const PLAIN: readonly Word[] = ['created', 'paid', 'shipped', 'signed'];
/** Somebody has to look at it first, so that it goes no further. */
const ODD: readonly Word[] = ['created', 'paid', 'moved', 'moved'];
export const STEPS = PLAIN.length;
const ODD_OF_A_HUNDRED = 7;
const ARTICLES = 40;
const PLAIN_FEN = 12_900;
/** A thousand yuan to the fen, without a note of the buyer: every platform shows what a rule needs to find it. */
const ODD_FEN = 100_000;

/** Where the buyers of held orders move to: every platform shows a district. */
const DISTRICTS = ['西湖区', '上城区'];

const isOdd = (index: number): boolean => index % 100 < ODD_OF_A_HUNDRED;
/** Whether it has to be held, by the amount that its shop names. */
export const isHeldAt = (amountFen: number): boolean => amountFen === ODD_FEN;

/** Nobody buys twice, and nobody lives where another does: what is made of an order hangs on no other. */
function placedOrder(shopId: string, shop: number, index: number, placedAt: Instant): PlacedOrder {
  const person = shop * 1_000_000 + index;
  return {
    shopId,
    orderNo: String(7_000_000_000 + person),
    placedAt,
    flaw: isOdd(index) ? 'whole-thousand' : null,
    isUrgent: false,
    buyer: {
      id: `u${person}`,
      name: '陈晓',
      registeredAt: placedAt - 900 * DAY_MS,
      ip: `36.${(person >> 16) & 255}.${(person >> 8) & 255}.${person & 255}`,
      tags: [],
    },
    receiver: {
      ...{ province: '浙江省', city: '杭州市', district: '滨江区', street: '长河街道' },
      ...{ detail: `网商路${index + 1}号3幢${shop}201室`, name: '陈晓', phone: `139${10_000_000 + person}` },
    },
    lines: [
      {
        sku: isOdd(index) ? 'SKU-ODD' : `SKU-${index % ARTICLES}`,
        ...{ title: '潮汐马克杯', spec: '海蓝', quantity: 1, unitFen: isOdd(index) ? ODD_FEN : PLAIN_FEN },
      },
    ],
    ...{ discountFen: 0, couponFen: 0, freightFen: 0, paymentMethod: 'wechat', buyerNote: '', sellerNote: null },
    ...{ holds: [], warehouse: 'WH-1', carrier: 'SF' },
  };
}

const movedTo = (progress: Progress, district: string): Progress => ({
  ...progress,
  order: { ...progress.order, receiver: { ...progress.order.receiver, district } },
});
const placedAtOf = ({ order }: Progress): Instant => order.placedAt;

function next(progress: Progress, word: Word, n: number): Progress {
  const at = placedAtOf(progress) + n * SECOND_MS;
  switch (word) {
    case 'created':
      return progress;
    case 'paid':
      return advance(progress, { type: 'order.paid', at });
    case 'moved':
      return movedTo(progress, DISTRICTS[n % DISTRICTS.length] ?? '');
    case 'shipped':
      return advance(advance(progress, { type: 'order.picked', at }), { type: 'order.shipped', at });
    case 'signed':
      return advance(advance(progress, { type: 'order.collected', at }), { type: 'order.signed', at });
  }
}

/** The orders of the shop at place `shop`, placed a second apart from `startAt` on, each with the steps of its life. */
export function ordersOf(shopId: string, shop: number, count: number, startAt: Instant): Step[][] {
  return Array.from({ length: count }, (_, index) => {
    let progress = newProgress(placedOrder(shopId, shop, index, startAt + index * SECOND_MS));
    return (isOdd(index) ? ODD : PLAIN).map((word, n) => {
      progress = next(progress, word, n);
      return { shopId, orderNo: progress.order.orderNo, n, word, progress };
    });
  });
}

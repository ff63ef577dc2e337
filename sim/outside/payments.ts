import { SECOND_MS } from '@/domain/clocks/instant';
import type { Progress, ShopEvent } from '../shop/life';
import { amountFenOf } from '../shop/order';
import type { Random } from '../shop/random';
import { wechatPayStandIn } from '../wechat-pay/stand-in';
import type { Errands } from './errands';
import type { SimWechatPay } from './setup';

const PAID_AFTER_MS = { least: SECOND_MS, most: 4 * SECOND_MS };
const REFUNDED_AFTER_MS = { least: 3 * SECOND_MS, most: 20 * SECOND_MS };
/** Payments of another amount than was due: somebody tampered with the page, or a coupon was counted twice. */
const WRONG_SHARE = 0.04;
const WRONG_BY_FEN = 500;
/** Notices that come a second time. */
const REPEAT_SHARE = 0.03;

/** Lets WeChat Pay tell of payments and refunds of the shops' orders that are paid with it. */
export function playPayments(setup: SimWechatPay, productUrl: URL, random: Random, errands: Errands) {
  const service = wechatPayStandIn(setup);
  const door = new URL(`/hooks/wechat-pay/${setup.linkId}`, productUrl).href;

  function refunded({ order, refundFen }: Progress, at: number): void {
    const news = { tradeNo: order.orderNo, amountFen: refundFen, atMs: at, refundNo: `50${order.orderNo}` };
    const notice = service.sealed({ ...news, id: `refund-${order.orderNo}` });
    const afterMs = random.int(REFUNDED_AFTER_MS.least, REFUNDED_AFTER_MS.most);
    errands.later(at + afterMs, () => service.post(door, notice));
  }

  function paid({ order }: Progress, at: number): void {
    const dueFen = amountFenOf(order);
    const amountFen = random.chance(WRONG_SHARE) ? Math.max(1, dueFen - WRONG_BY_FEN) : dueFen;
    const repeats = random.chance(REPEAT_SHARE) ? 2 : 1;
    // The same notice to the byte, however often it is tried.
    const notice = service.sealed({ tradeNo: order.orderNo, amountFen, atMs: at, id: `paid-${order.orderNo}` });
    const afterMs = random.int(PAID_AFTER_MS.least, PAID_AFTER_MS.most);
    errands.later(at + afterMs, () => service.post(door, notice, repeats));
  }

  return {
    onStep(progress: Progress, type: ShopEvent, at: number): void {
      const { order, refundFen } = progress;
      if (order.paymentMethod !== 'wechat' || !setup.shopIds.includes(order.shopId)) return;
      if (type === 'order.paid') paid(progress, at);
      if ((type === 'order.refunded' || type === 'order.cancelled') && refundFen > 0) refunded(progress, at);
    },
  };
}

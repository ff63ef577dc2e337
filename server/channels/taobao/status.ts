import { type HoldWord, holdWithCode } from '@/domain/order/hold-word';
import type { OrderStatus, PaymentMethod } from '@/domain/order/order';
import { unknownStatus } from '../unknown-status';
import { linesOf, type Trade, type TradeLine } from './schema';

/** Source: taobao.trade.fullinfo.get, field status. */
const STATUSES: Readonly<Record<string, OrderStatus>> = {
  TRADE_NO_CREATE_PAY: 'unpaid',
  WAIT_BUYER_PAY: 'unpaid',
  PAY_PENDING: 'unpaid',
  PAID_FORBID_CONSIGN: 'paid_hold',
  WAIT_PRE_AUTH_CONFIRM: 'paid_hold',
  WAIT_SELLER_SEND_GOODS: 'to_ship',
  SELLER_CONSIGNED_PART: 'part_shipped',
  WAIT_BUYER_CONFIRM_GOODS: 'shipped',
  TRADE_BUYER_SIGNED: 'signed',
  TRADE_FINISHED: 'done',
  TRADE_CLOSED: 'cancelled',
  TRADE_CLOSED_BY_TAOBAO: 'cancelled',
};
/** A pre-sale whose deposit was paid and whose balance was not; its status still says that nothing was. */
export const DEPOSIT_PAID = 'FRONT_PAID_FINAL_NOPAID';
/** Closed after the payment: the money went back. */
const CLOSED_AFTER_PAYMENT = 'TRADE_CLOSED';
const CLOSED_BY_PLATFORM = 'TRADE_CLOSED_BY_TAOBAO';
const SHIPPABLE: ReadonlySet<OrderStatus> = new Set(['paid_hold', 'to_ship', 'part_shipped']);

/** Refunds that are over, in which case nothing more is to be waited for. */
const ENDED_REFUNDS: ReadonlySet<string> = new Set(['NO_REFUND', 'CLOSED', 'SUCCESS']);
const REFUND_WORDS: Readonly<Record<string, HoldWord | undefined>> = {
  WAIT_SELLER_AGREE: '等待卖家同意退款',
  WAIT_BUYER_RETURN_GOODS: '等待买家退货',
  WAIT_SELLER_CONFIRM_GOODS: '等待卖家确认收货',
  SELLER_REFUSE_BUYER: '卖家拒绝退款',
};
const HOLD_FLAGS = {
  top_hold: 'TOP 拦截',
  team_buy_hold: '天猫拼团拦截',
  share_group_hold: '分享购拦截',
  ofp_hold: '天猫国际拦截',
} as const satisfies Readonly<Record<string, HoldWord>>;

/** Throws Unreadable for a status that is not in the table, since nothing could be decided on it. */
export function statusOf({ status: raw, step_trade_status: step }: Trade): OrderStatus {
  const status = STATUSES[raw ?? ''];
  if (status === undefined) throw unknownStatus('status', raw);
  return status === 'unpaid' && step === DEPOSIT_PAID ? 'paid_hold' : status;
}

/** The platform says that all the money went back. */
export const isRefunded = ({ status }: Trade): boolean => status === CLOSED_AFTER_PAYMENT;

/** The money of this line went back. */
export const isLineRefunded = ({ refund_status: refund }: TradeLine): boolean => refund === 'SUCCESS';

/** All of the line was paid back, which closes it; what was paid back of one that stays open is only part of its price. */
export const isLineClosed = (line: TradeLine): boolean =>
  isLineRefunded(line) && (!line.status || line.status === CLOSED_AFTER_PAYMENT);

/** How it was paid; undefined where the platform does not say. */
export function methodOf({ type, alipay_no: alipayNo }: Trade): PaymentMethod | undefined {
  if (type === 'cod') return 'cod';
  return alipayNo ? 'alipay' : undefined;
}

function refundHold({ refund_status: refund }: TradeLine): string[] {
  if (!refund || ENDED_REFUNDS.has(refund)) return [];
  const word = REFUND_WORDS[refund];
  return [holdWithCode(word ?? '退款', refund)];
}

/**
 * What forbids shipping, in the platform's own words: a refund that is under way on any line, a line that the platform closed
 * in an order that is to be shipped, and the platform's own stops. A refund status that nobody knows holds as well.
 */
export function holdsOf(trade: Trade, status: OrderStatus): string[] {
  const lines = linesOf(trade);
  const closed = SHIPPABLE.has(status) && lines.some((line) => line.status === CLOSED_BY_PLATFORM);
  const flags = (Object.keys(HOLD_FLAGS) as (keyof typeof HOLD_FLAGS)[]).filter((name) =>
    ['1', 'true'].includes(String(trade[name] ?? '')),
  );
  return [
    ...new Set([
      ...lines.flatMap(refundHold),
      ...(closed ? [holdWithCode('商品已被平台关闭', CLOSED_BY_PLATFORM)] : []),
      ...flags.map((name) => HOLD_FLAGS[name]),
    ]),
  ];
}

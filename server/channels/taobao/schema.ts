import * as z from 'zod';
import { Unreadable } from '../channel';

const text = z.string().max(8_000).nullish();
const id = z.union([z.string().max(200), z.number()]);
/** Amounts are judged by the field reader, which says what is wrong with them. */
const amount = z.unknown().optional();
const time = z.string().max(40).nullish();
/** 0 or 1, or a word for it. */
const flag = z.union([z.number(), z.string().max(10), z.boolean()]).nullish();
const word = z
  .string()
  .regex(/^\w{1,60}$/)
  .nullish();

const line = z.object({
  oid: id.nullish(),
  title: text,
  num_iid: id.nullish(),
  sku_id: id.nullish(),
  outer_iid: text,
  outer_sku_id: text,
  sku_properties_name: text,
  num: z.number().int().min(1).max(100_000),
  price: amount,
  payment: amount,
  divide_order_fee: amount,
  status: word,
  refund_status: word,
  store_code: text,
  logistics_company: text,
  invoice_no: text,
});
export type TradeLine = z.infer<typeof line>;

const trade = z.object({
  tid: id,
  tid_str: text,
  type: text,
  status: word,
  step_trade_status: word,
  step_paid_fee: amount,
  created: time,
  pay_time: time,
  modified: time,
  consign_time: time,
  end_time: time,
  est_con_time: text,
  payment: amount,
  total_fee: amount,
  post_fee: amount,
  alipay_no: text,
  buyer_open_uid: text,
  buyer_nick: text,
  buyer_message: text,
  seller_memo: text,
  oaid: text,
  receiver_name: text,
  receiver_state: text,
  receiver_city: text,
  receiver_district: text,
  receiver_town: text,
  receiver_address: text,
  receiver_mobile: text,
  receiver_phone: text,
  top_hold: flag,
  team_buy_hold: flag,
  share_group_hold: flag,
  ofp_hold: flag,
  orders: z.object({ order: z.array(line).max(500).nullish() }).nullish(),
});
/** A trade as taobao.trade.fullinfo.get gives it; other keys are left behind. */
export type Trade = z.infer<typeof trade>;

/** What is asked for of a trade in full. oaid is only given together with the receiver's fields. */
export const TRADE_FIELDS = [
  ...['tid', 'tid_str', 'type', 'status', 'step_trade_status', 'step_paid_fee', 'created', 'pay_time', 'modified'],
  ...['consign_time', 'end_time', 'est_con_time', 'payment', 'total_fee', 'post_fee', 'alipay_no', 'buyer_open_uid'],
  ...['buyer_nick', 'buyer_message', 'seller_memo', 'oaid', 'receiver_name', 'receiver_state', 'receiver_city'],
  ...['receiver_district', 'receiver_town', 'receiver_address', 'receiver_mobile', 'receiver_phone'],
  ...['top_hold', 'team_buy_hold', 'share_group_hold', 'ofp_hold', 'orders'],
].join(',');

/** What tells one state of a trade from another, asked for in lists. */
export const LIST_FIELDS = 'tid,status,step_trade_status,pay_time,modified,consign_time,end_time,orders';

/** Throws Unreadable naming the first field that is not what it should be. */
export function readTrade(json: unknown): Trade {
  const read = trade.safeParse(json);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const field = issue?.path.map(String).join('.') ?? '';
  throw new Unreadable(field === '' ? { code: 'not-an-order' } : { code: 'missing-field', path: field });
}

export const linesOf = ({ orders }: Trade): readonly TradeLine[] => orders?.order ?? [];

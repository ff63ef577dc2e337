import * as z from 'zod';
import { Unreadable } from '../channel';

const text = z.string().max(4_000).nullish();
const id = z.union([z.string().max(200), z.number()]).nullish();
/** Amounts and times are judged by the field reader, which says what is wrong with them. */
const amount = z.unknown().optional();
const time = z.string().max(40).nullish();
const code = z
  .union([z.number().int(), z.string().regex(/^-?\d{1,4}$/)])
  .transform(Number)
  .nullish();

const item = z.object({
  goods_id: id,
  sku_id: id,
  outer_id: text,
  outer_goods_id: text,
  goods_name: text,
  goods_spec: text,
  goods_count: z.number().int().min(1).max(100_000),
  goods_price: amount,
});
export type PddItem = z.infer<typeof item>;

const order = z.object({
  order_sn: z.string().max(200),
  order_status: code,
  refund_status: code,
  after_sales_status: code,
  confirm_status: code,
  group_status: code,
  risk_control_status: code,
  trade_type: code,
  step_order_info: z.object({ step_trade_status: code, step_paid_fee: amount }).nullish(),
  created_time: time,
  pay_time: time,
  shipping_time: time,
  receive_time: time,
  updated_at: time,
  last_ship_time: time,
  pay_amount: amount,
  goods_amount: amount,
  discount_amount: amount,
  postage: amount,
  pay_type: text,
  province: text,
  city: text,
  town: text,
  receiver_name: text,
  receiver_name_mask: text,
  receiver_phone: text,
  receiver_phone_mask: text,
  contact_mobile: text,
  receiver_address: text,
  receiver_address_mask: text,
  open_address_id: text,
  open_address_id_2: text,
  buyer_memo: text,
  remark: text,
  logistics_id: id,
  tracking_number: text,
  item_list: z.array(item).max(500).nullish(),
  order_tag_list: z
    .array(z.object({ name: text, value: code }))
    .max(100)
    .nullish(),
  order_depot_info: z.object({ depot_code: text, depot_name: text }).nullish(),
});
/** An order as pdd.order.information.get gives it; other keys are left behind. */
export type PddOrder = z.infer<typeof order>;

/** Throws Unreadable naming the first field that is not what it should be. */
export function readPddOrder(json: unknown): PddOrder {
  const read = order.safeParse(json);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const field = issue?.path.map(String).join('.') ?? '';
  throw new Unreadable(field === '' ? { code: 'not-an-order' } : { code: 'missing-field', path: field });
}

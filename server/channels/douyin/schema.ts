import * as z from 'zod';
import { Unreadable } from '../channel';

const text = z.string().max(4_000).nullish();
const id = z.union([z.string().max(200), z.number()]).nullish();
/** Amounts and times are judged by the field reader, which says what is wrong with them. */
const amount = z.unknown().optional();
const time = z.union([z.string().max(40), z.number()]).nullish();
const code = z
  .union([z.number().int(), z.string().regex(/^\d{1,4}$/)])
  .transform(Number)
  .nullish();

const place = z.object({ name: text }).nullish();
const address = z
  .object({ province: place, city: place, town: place, street: place, detail: text, encrypt_detail: text })
  .nullish();
export type DoudianAddress = NonNullable<z.infer<typeof address>>;

const skuOrder = z.object({
  order_id: id,
  product_id: id,
  product_id_str: text,
  product_name: text,
  sku_id: id,
  out_sku_id: text,
  code: text,
  spec: z
    .array(z.object({ name: text, value: text }))
    .max(50)
    .nullish(),
  order_status: code,
  item_num: z.number().int().min(1).max(100_000),
  origin_amount: amount,
  pay_amount: amount,
  logistics_receipt_time: time,
  inventory_list: z
    .array(z.object({ out_warehouse_id: text, warehouse_id: id }))
    .max(50)
    .nullish(),
  after_sale_info: z.object({ after_sale_status: code, refund_status: code }).nullish(),
});
export type SkuOrder = z.infer<typeof skuOrder>;

const shopOrder = z.object({
  order_id: z.union([z.string().max(200), z.number()]),
  order_status: code,
  main_status: code,
  pay_type: code,
  create_time: time,
  pay_time: time,
  update_time: time,
  finish_time: time,
  ship_time: time,
  exp_ship_time: time,
  order_amount: amount,
  pay_amount: amount,
  post_amount: amount,
  promotion_amount: amount,
  buyer_words: text,
  seller_words: text,
  doudian_open_id: text,
  user_tag_ui: z.array(z.object({ text })).max(50).nullish(),
  post_tel: text,
  encrypt_post_tel: text,
  mask_post_tel: text,
  post_receiver: text,
  encrypt_post_receiver: text,
  mask_post_receiver: text,
  post_addr: address,
  mask_post_addr: address,
  logistics_info: z
    .array(z.object({ tracking_no: text, company: text, company_name: text }))
    .max(200)
    .nullish(),
  order_phase_list: z
    .array(z.object({ phase_pay_time: time, phase_pay_amount: amount }))
    .max(20)
    .nullish(),
  sku_order_list: z.array(skuOrder).max(500).nullish(),
});
/** A shop order as order.orderDetail and order.searchList give it; other keys are left behind. */
export type ShopOrder = z.infer<typeof shopOrder>;

/** Throws Unreadable naming the first field that is not what it should be. */
export function readShopOrder(json: unknown): ShopOrder {
  const read = shopOrder.safeParse(json);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const field = issue?.path.map(String).join('.') ?? '';
  throw new Unreadable(field === '' ? { code: 'not-an-order' } : { code: 'missing-field', path: field });
}

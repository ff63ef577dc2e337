import * as z from 'zod';
import { Unreadable } from '../channel';

const text = z.string().max(4_000).nullish();
const id = z.union([z.string().max(200), z.number()]).nullish();
/** Amounts and times are judged by the field reader, which says what is wrong with them. */
const amount = z.unknown().optional();
const time = z.union([z.string().max(40), z.number()]).nullish();
const count = z.number().int().min(0).max(100_000).nullish();

const product = z.object({
  product_id: id,
  sku_id: id,
  title: text,
  sku_cnt: z.number().int().min(1).max(100_000),
  sale_price: amount,
  real_price: amount,
  sku_code: text,
  out_sku_id: text,
  sku_attrs: z
    .array(z.object({ attr_key: text, attr_value: text }))
    .max(50)
    .nullish(),
  on_aftersale_sku_cnt: count,
  finish_aftersale_sku_cnt: count,
  delivery_deadline: time,
});
export type Product = z.infer<typeof product>;

const address = z.object({
  user_name: text,
  province_name: text,
  city_name: text,
  county_name: text,
  detail_info: text,
  tel_number: text,
  hash_code: text,
});
const parcel = z.object({ waybill_id: text, delivery_id: text, delivery_name: text, delivery_time: time });

const order = z.object({
  order_id: z.union([z.string().max(200), z.number()]),
  status: z.number().int(),
  openid: text,
  create_time: time,
  update_time: time,
  order_detail: z.object({
    product_infos: z.array(product).max(500).nullish(),
    price_info: z.object({
      product_price: amount,
      order_price: amount,
      freight: amount,
      discounted_price: amount,
    }),
    pay_info: z.object({ pay_time: time, payment_method: z.number().int().nullish() }).nullish(),
    delivery_info: z
      .object({
        address_info: address.nullish(),
        delivery_product_info: z.array(parcel).max(200).nullish(),
        ship_done_time: time,
      })
      .nullish(),
    ext_info: z.object({ customer_notes: text, merchant_notes: text, confirm_receipt_time: time }).nullish(),
  }),
  aftersale_detail: z.object({ on_aftersale_order_cnt: count }).nullish(),
});
/** An order as /channels/ec/order/get gives it; other keys are left behind. */
export type WechatOrder = z.infer<typeof order>;

/** Throws Unreadable naming the first field that is not what it should be. */
export function readWechatOrder(json: unknown): WechatOrder {
  const read = order.safeParse(json);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const field = issue?.path.map(String).join('.') ?? '';
  throw new Unreadable(field === '' ? { code: 'not-an-order' } : { code: 'missing-field', path: field });
}

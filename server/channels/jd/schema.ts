import * as z from 'zod';
import { Unreadable } from '../channel';

const text = z.string().max(8_000).nullish();
const id = z.union([z.string().max(200), z.number()]);
/** Amounts are judged by the field reader, which says what is wrong with them. */
const amount = z.unknown().optional();
const time = z.string().max(40).nullish();
const word = z
  .string()
  .regex(/^\w{1,60}$/)
  .nullish();
const count = z.union([z.number(), z.string().regex(/^\d{1,6}$/)]).transform(Number);

const consignee = z
  .object({
    fullname: text,
    telephone: text,
    mobile: text,
    fullAddress: text,
    province: text,
    city: text,
    county: text,
    town: text,
  })
  .nullish();
export type Consignee = NonNullable<z.infer<typeof consignee>>;

const item = z.object({
  skuId: id.nullish(),
  outerSkuId: text,
  skuName: text,
  productNo: text,
  jdPrice: amount,
  itemTotal: count.pipe(z.number().int().min(1).max(100_000)),
});
export type JdItem = z.infer<typeof item>;

const order = z.object({
  orderId: id,
  orderState: word,
  orderStateRemark: text,
  payType: id.nullish(),
  orderTotalPrice: amount,
  orderSellerPrice: amount,
  orderPayment: amount,
  freightPrice: amount,
  sellerDiscount: amount,
  balanceUsed: amount,
  orderRemark: text,
  venderRemark: text,
  orderStartTime: time,
  orderEndTime: time,
  paymentConfirmTime: time,
  modified: time,
  consigneeInfo: consignee,
  itemInfoList: z.array(item).max(500).nullish(),
  couponDetailList: z
    .array(z.object({ couponType: text, couponPrice: amount }))
    .max(1_000)
    .nullish(),
  pin: text,
  openIdBuyer: text,
  xidBuyer: text,
  returnOrder: id.nullish(),
  waybill: text,
  logisticsId: text,
  parentOrderId: id.nullish(),
  storeId: id.nullish(),
});
/** An order as jingdong.pop.order.get gives it; other keys are left behind. */
export type JdOrder = z.infer<typeof order>;

/** What is asked for. The platform gives of an order only what is named. */
export const ORDER_FIELDS = [
  ...['orderId', 'orderState', 'orderStateRemark', 'payType', 'orderTotalPrice', 'orderSellerPrice', 'orderPayment'],
  ...['freightPrice', 'sellerDiscount', 'balanceUsed', 'orderRemark', 'venderRemark', 'orderStartTime', 'orderEndTime'],
  ...['paymentConfirmTime', 'modified', 'consigneeInfo', 'itemInfoList', 'couponDetailList', 'pin', 'openIdBuyer'],
  ...['xidBuyer', 'returnOrder', 'waybill', 'logisticsId', 'parentOrderId', 'storeId'],
].join(',');

/** What tells one state of an order from another, asked for in lists. */
export const LIST_FIELDS = 'orderId,orderState,paymentConfirmTime,modified,orderEndTime,waybill,returnOrder';

/** Throws Unreadable naming the first field that is not what it should be. */
export function readJdOrder(json: unknown): JdOrder {
  const read = order.safeParse(json);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const field = issue?.path.map(String).join('.') ?? '';
  throw new Unreadable(field === '' ? { code: 'not-an-order' } : { code: 'missing-field', path: field });
}

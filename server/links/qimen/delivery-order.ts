import type { Instant } from '@/domain/clocks/instant';
import type { OrderLine } from '@/domain/order/order';
import type { Platform } from '@/domain/order/platform';
import type { PlainReceiver } from '@/domain/order/seal';
import type { LinkValues } from '../link';
import { writeTime } from '../read-time';
import type { XmlTree } from '../xml';

/** What one platform order puts into a delivery. Amounts in fen; null = not known. */
export interface DeliveryPart {
  readonly orderNo: string;
  readonly placedAt: Instant;
  readonly paidAt: Instant | null;
  readonly promisedAt: Instant | null;
  readonly amountFen: number | null;
  readonly goodsFen: number | null;
  readonly discountFen: number | null;
  readonly freightFen: number | null;
  readonly paidFen: number | null;
  readonly buyerNote: string;
  readonly lines: readonly OrderLine[];
}

/** A parcel on its way to a warehouse: one platform order, or several that were merged. */
export interface DeliveryOrder {
  readonly code: string;
  readonly platform: Platform;
  readonly shopName: string;
  readonly buyerShown: string;
  readonly isUrgent: boolean;
  readonly releasedAt: Instant;
  readonly receiver: PlainReceiver;
  /** The id under which Taobao lets a warehouse label a parcel whose receiver it masks; null where it gives none. */
  readonly oaid: string | null;
  readonly parts: readonly [DeliveryPart, ...DeliveryPart[]];
}

const PLATFORM_CODES: Readonly<Record<Platform, string>> = {
  taobao: 'TB',
  jd: 'JD',
  douyin: 'DYXD',
  pinduoduo: 'PDD',
  wechat: 'OTHERS',
  generic: 'OTHERS',
};

const yuan = (fen: number): string => (fen / 100).toFixed(2);
const yuanOrNull = (fen: number | null): string | null => (fen === null ? null : yuan(fen));
const orNull = (text: string | null | undefined): string | null => (text ? text : null);

function senderOf(values: LinkValues): XmlTree {
  return {
    name: values.senderName ?? '',
    mobile: values.senderPhone ?? '',
    province: values.senderProvince ?? '',
    city: values.senderCity ?? '',
    area: orNull(values.senderDistrict),
    detailAddress: values.senderAddress ?? '',
  };
}

const receiverOf = (
  { name, phone, province, city, district, street, detail }: PlainReceiver,
  oaid: string | null,
): XmlTree => ({
  name: name ?? '',
  mobile: phone ?? '',
  province,
  city,
  area: orNull(district),
  town: orNull(street),
  detailAddress: detail ?? '',
  oaid,
});

function orderLine(orderNo: string, line: OrderLine, ownerCode: string, index: number): XmlTree {
  return {
    orderLineNo: String(index + 1),
    sourceOrderCode: orderNo,
    subSourceOrderCode: orNull(line.lineNo),
    ownerCode,
    itemCode: line.sku,
    inventoryType: 'ZP',
    itemName: orNull(line.title),
    planQty: line.quantity,
    retailPrice: yuan(line.unitPriceFen),
    actualPrice: yuan(line.paidFen === null ? line.unitPriceFen : Math.floor(line.paidFen / line.quantity)),
  };
}

type Amount = 'amountFen' | 'goodsFen' | 'discountFen' | 'freightFen' | 'paidFen';

/** The sum over all parts; null where one of them does not know it. */
const sumOf = (parts: readonly DeliveryPart[], field: Amount): number | null =>
  parts.reduce<number | null>((sum, { [field]: fen }) => (sum === null || fen === null ? null : sum + fen), 0);

function amountsOf(parts: readonly DeliveryPart[]): Readonly<Record<string, string | null>> {
  const [amountFen, paidFen] = [sumOf(parts, 'amountFen'), sumOf(parts, 'paidFen')];
  const dueFen = amountFen === null || paidFen === null ? null : Math.max(0, amountFen - paidFen);
  return {
    totalAmount: yuanOrNull(amountFen),
    itemAmount: yuanOrNull(sumOf(parts, 'goodsFen')),
    discountAmount: yuanOrNull(sumOf(parts, 'discountFen')),
    freight: yuanOrNull(sumOf(parts, 'freightFen')),
    gotAmount: yuanOrNull(paidFen),
    arAmount: yuanOrNull(dueFen),
  };
}

const known = <T>(values: readonly (T | null)[]): readonly T[] => values.filter((value) => value !== null);
const timeOf = (times: readonly Instant[], choose: (...times: number[]) => number): string | null =>
  times.length === 0 ? null : writeTime(choose(...times));

/**
 * The request of deliveryorder.create. Merged orders are one delivery: every line names the platform order that it is of. Source:
 * the interface's field list, order 26000 ff. of the Qimen documentation.
 */
export function deliveryOrderRequest(order: DeliveryOrder, values: LinkValues, now: Instant): XmlTree {
  const { parts } = order;
  const lines = parts.flatMap(({ orderNo, lines: ofPart }) => ofPart.map((line) => ({ orderNo, line })));
  const notes = new Set(parts.map(({ buyerNote }) => buyerNote).filter((note) => note !== ''));
  return {
    deliveryOrder: {
      deliveryOrderCode: order.code,
      orderType: values.orderType ?? 'JYCK',
      warehouseCode: values.warehouseCode ?? 'OTHER',
      sourcePlatformCode: PLATFORM_CODES[order.platform],
      createTime: writeTime(now),
      placeOrderTime: writeTime(Math.min(...parts.map(({ placedAt }) => placedAt))),
      payTime: timeOf(known(parts.map(({ paidAt }) => paidAt)), Math.max),
      operateTime: writeTime(order.releasedAt),
      shopNick: order.shopName,
      buyerNick: orNull(order.buyerShown),
      ...amountsOf(parts),
      logisticsCode: values.logisticsCode ?? 'OTHER',
      senderInfo: senderOf(values),
      receiverInfo: receiverOf(order.receiver, order.oaid),
      isUrgency: order.isUrgent ? 'Y' : 'N',
      invoiceFlag: 'N',
      buyerMessage: orNull([...notes].join('；')),
      oaidOrderSourceCode: order.oaid === null ? null : parts[0].orderNo,
      latestDeliveryTime: timeOf(known(parts.map(({ promisedAt }) => promisedAt)), Math.min),
    },
    orderLines: {
      orderLine: lines.map(({ orderNo, line }, index) => orderLine(orderNo, line, values.ownerCode ?? '', index)),
    },
  };
}

/** The request of order.cancel. */
export const cancelRequest = (code: string, warehouseOrderNo: string | null, values: LinkValues): XmlTree => ({
  warehouseCode: values.warehouseCode ?? 'OTHER',
  ownerCode: values.ownerCode ?? '',
  orderCode: code,
  orderId: orNull(warehouseOrderNo),
  orderType: values.orderType ?? 'JYCK',
});

/** A question that changes nothing, to see whether the warehouse knows us: the stock of an item that nobody has. */
export const harmlessRequest = (values: LinkValues): XmlTree => ({
  criteriaList: {
    criteria: {
      warehouseCode: values.warehouseCode ?? 'OTHER',
      ownerCode: values.ownerCode ?? '',
      itemCode: 'TIDEWATCH-CHECK',
      inventoryType: 'ZP',
    },
  },
});

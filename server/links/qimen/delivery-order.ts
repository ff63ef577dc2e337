import type { Instant } from '@/domain/clocks/instant';
import type { OrderLine } from '@/domain/order/order';
import type { Platform } from '@/domain/order/platform';
import type { PlainReceiver } from '@/domain/order/seal';
import type { LinkValues } from '../link';
import { writeTime } from '../read-time';
import type { XmlTree } from '../xml';

/** An order on its way to a warehouse. Amounts in fen; null = not known. */
export interface DeliveryOrder {
  readonly code: string;
  readonly orderNo: string;
  readonly platform: Platform;
  readonly shopName: string;
  readonly buyerShown: string;
  readonly isUrgent: boolean;
  readonly placedAt: Instant;
  readonly paidAt: Instant | null;
  readonly releasedAt: Instant;
  readonly promisedAt: Instant | null;
  readonly amountFen: number | null;
  readonly goodsFen: number | null;
  readonly discountFen: number | null;
  readonly freightFen: number | null;
  readonly paidFen: number | null;
  readonly buyerNote: string;
  readonly lines: readonly OrderLine[];
  readonly receiver: PlainReceiver;
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

const receiverOf = ({ name, phone, province, city, district, street, detail }: PlainReceiver): XmlTree => ({
  name: name ?? '',
  mobile: phone ?? '',
  province,
  city,
  area: orNull(district),
  town: orNull(street),
  detailAddress: detail ?? '',
});

function orderLine(order: DeliveryOrder, line: OrderLine, ownerCode: string, index: number): XmlTree {
  return {
    orderLineNo: String(index + 1),
    sourceOrderCode: order.orderNo,
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

/** The request of deliveryorder.create. Source: the interface's field list, order 26000 ff. of the Qimen documentation. */
export function deliveryOrderRequest(order: DeliveryOrder, values: LinkValues, now: Instant): XmlTree {
  const dueFen =
    order.amountFen === null || order.paidFen === null ? null : Math.max(0, order.amountFen - order.paidFen);
  return {
    deliveryOrder: {
      deliveryOrderCode: order.code,
      orderType: values.orderType ?? 'JYCK',
      warehouseCode: values.warehouseCode ?? 'OTHER',
      sourcePlatformCode: PLATFORM_CODES[order.platform],
      createTime: writeTime(now),
      placeOrderTime: writeTime(order.placedAt),
      payTime: order.paidAt === null ? null : writeTime(order.paidAt),
      operateTime: writeTime(order.releasedAt),
      shopNick: order.shopName,
      buyerNick: orNull(order.buyerShown),
      totalAmount: yuanOrNull(order.amountFen),
      itemAmount: yuanOrNull(order.goodsFen),
      discountAmount: yuanOrNull(order.discountFen),
      freight: yuanOrNull(order.freightFen),
      gotAmount: yuanOrNull(order.paidFen),
      arAmount: yuanOrNull(dueFen),
      logisticsCode: values.logisticsCode ?? 'OTHER',
      senderInfo: senderOf(values),
      receiverInfo: receiverOf(order.receiver),
      isUrgency: order.isUrgent ? 'Y' : 'N',
      invoiceFlag: 'N',
      buyerMessage: orNull(order.buyerNote),
      latestDeliveryTime: order.promisedAt === null ? null : writeTime(order.promisedAt),
    },
    orderLines: { orderLine: order.lines.map((line, index) => orderLine(order, line, values.ownerCode ?? '', index)) },
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

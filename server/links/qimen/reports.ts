import type { Instant } from '@/domain/clocks/instant';
import type { OrderFields } from '@/domain/order/order';
import { Unreadable } from '../../channels/channel';
import { shownWords } from '../hide-numbers';
import type { DeliveryOutcome, DeliveryReport, OutsideFact, StockChange } from '../outside-fact';
import { readTime } from '../read-time';
import { elementAt, elementsAt, readXml, textAt, type XmlNode } from '../xml';

/** What a step of the warehouse states of the order; steps between are kept as reports alone. */
const STEP_FIELD: Readonly<Record<string, 'pickedAt' | 'packedAt' | 'shippedAt'>> = {
  PICK: 'pickedAt',
  PACKAGE: 'packedAt',
  DELIVERED: 'shippedAt',
};
const OUTCOMES: Readonly<Record<string, DeliveryOutcome>> = {
  DELIVERED: 'shipped',
  SIGN: 'shipped',
  REJECT: 'rejected',
  REFUSE: 'rejected',
  CANCELED: 'cancelled',
  CLOSED: 'cancelled',
  TMSCANCELED: 'cancelled',
  EXCEPTION: 'exception',
  NEW: 'progress',
};
const outcomeOf = (status: string): DeliveryOutcome => OUTCOMES[status] ?? 'accepted';

function required(node: XmlNode | undefined, name: string, ...path: readonly string[]): string {
  const text = textAt(node, ...path, name);
  if (text === '' || text.length > 100) throw new Unreadable({ code: 'missing-or-long', path: name });
  return text;
}

function wholeNumber(node: XmlNode, name: string): number {
  const text = textAt(node, name);
  const number = /^-?\d{1,9}(\.0+)?$/.test(text) ? Number(text) : Number.NaN;
  if (!Number.isInteger(number)) throw new Unreadable({ code: 'not-whole', path: name });
  return number;
}

const timeOr = (field: string, text: string, receivedAt: Instant): Instant =>
  text === '' ? receivedAt : readTime(field, text, receivedAt);

function stated(status: string, at: Instant, warehouse: string): Partial<OrderFields> {
  const field = STEP_FIELD[status];
  return { ...(warehouse === '' ? {} : { warehouse }), ...(field ? { [field]: at } : {}) };
}

function processReport(request: XmlNode | undefined, receivedAt: Instant): DeliveryReport {
  const status = required(request, 'processStatus', 'process').toUpperCase();
  const at = timeOr('operateTime', textAt(request, 'process', 'operateTime'), receivedAt);
  const trackingNo = textAt(request, 'process', 'expressCode').slice(0, 64);
  return {
    about: 'delivery-order',
    code: required(request, 'orderCode', 'order'),
    warehouseOrderNo: textAt(request, 'order', 'orderId').slice(0, 64),
    status,
    outcome: outcomeOf(status),
    at,
    fields: {
      ...stated(status, at, textAt(request, 'order', 'warehouseCode')),
      ...(trackingNo === '' ? {} : { trackingNo, parcelNos: [trackingNo] }),
    },
    detail: shownWords(textAt(request, 'process', 'operateInfo') || textAt(request, 'process', 'remark')),
    lacking: [],
  };
}

/** What a confirmation says of the delivery: one that is interim (confirmType 1) is not the last, whatever else it says. */
function confirmedStatus(order: XmlNode | undefined): string {
  const status = (textAt(order, 'status') || 'DELIVERED').toUpperCase();
  return textAt(order, 'confirmType') === '1' && status === 'DELIVERED' ? 'PARTDELIVERED' : status;
}

function confirmation(request: XmlNode | undefined, receivedAt: Instant): DeliveryReport {
  const order = elementAt(request, 'deliveryOrder');
  const status = confirmedStatus(order);
  const time = textAt(order, 'orderConfirmTime') || textAt(order, 'operateTime');
  const at = timeOr('orderConfirmTime', time, receivedAt);
  const packages = elementsAt(request, ['packages'], 'package');
  const parcelNos = packages.map((one) => textAt(one, 'expressCode').slice(0, 64)).filter((no) => no !== '');
  const [first] = parcelNos;
  const carrier = textAt(packages[0], 'logisticsCode').slice(0, 32);
  return {
    about: 'delivery-order',
    code: required(order, 'deliveryOrderCode'),
    warehouseOrderNo: textAt(order, 'deliveryOrderId').slice(0, 64),
    status,
    outcome: outcomeOf(status),
    at,
    fields: {
      ...stated(status, at, textAt(order, 'warehouseCode')),
      ...(first === undefined ? {} : { trackingNo: first, parcelNos: parcelNos.slice(0, 50) }),
      ...(carrier === '' ? {} : { carrier }),
    },
    detail: shownWords(textAt(request, 'extendProps', 'reason') || textAt(request, 'remark')),
    lacking: [],
  };
}

function shortage(request: XmlNode | undefined, receivedAt: Instant): DeliveryReport {
  const items = elementsAt(request, ['items'], 'item').slice(0, 200);
  if (items.length === 0) throw new Unreadable({ code: 'items-missing', path: 'items' });
  return {
    about: 'delivery-order',
    code: required(request, 'deliveryOrderCode'),
    warehouseOrderNo: textAt(request, 'deliveryOrderId').slice(0, 64),
    status: 'ITEMLACK',
    outcome: 'lacking',
    at: timeOr('createTime', textAt(request, 'createTime'), receivedAt),
    fields: stated('ITEMLACK', receivedAt, textAt(request, 'warehouseCode')),
    detail: shownWords(textAt(items[0], 'reason')),
    lacking: items.map((item) => ({
      sku: required(item, 'itemCode'),
      planned: wholeNumber(item, 'planQty'),
      lacking: wholeNumber(item, 'lackQty'),
    })),
  };
}

function exception(request: XmlNode | undefined, receivedAt: Instant): DeliveryReport {
  return {
    about: 'delivery-order',
    code: required(request, 'deliveryOrderCode'),
    warehouseOrderNo: textAt(request, 'deliveryOrderId').slice(0, 64),
    status: 'EXCEPTION',
    outcome: 'exception',
    at: timeOr('createTime', textAt(request, 'createTime'), receivedAt),
    fields: stated('EXCEPTION', receivedAt, textAt(request, 'warehouseCode')),
    detail: shownWords(textAt(request, 'messageDesc') || textAt(request, 'messageType')),
    lacking: [],
  };
}

function stockChanges(request: XmlNode | undefined, receivedAt: Instant): StockChange[] {
  const items = elementsAt(request, ['items'], 'item');
  if (items.length === 0 || items.length > 1_000) throw new Unreadable({ code: 'items-missing', path: 'items' });
  return items.map((item) => {
    const time = textAt(item, 'changeTime');
    return {
      about: 'stock',
      businessCode: required(item, 'outBizCode'),
      warehouse: required(item, 'warehouseCode'),
      sku: required(item, 'itemCode'),
      inventoryType: textAt(item, 'inventoryType').slice(0, 10) || 'ZP',
      quantity: wholeNumber(item, 'quantity'),
      orderCode: textAt(item, 'orderCode').slice(0, 64),
      at: time === '' ? null : readTime('changeTime', time, receivedAt),
    };
  });
}

const READERS: Readonly<
  Record<string, (request: XmlNode | undefined, receivedAt: Instant) => OutsideFact | OutsideFact[]>
> = {
  'orderprocess.report': processReport,
  'deliveryorder.confirm': confirmation,
  'itemlack.report': shortage,
  'orderexception.report': exception,
  'stockchange.report': stockChanges,
};

/** Reads what a warehouse reports, by the method of the call. Throws Unreadable. */
export function readReport(method: string, body: Buffer, receivedAt: Instant): readonly OutsideFact[] {
  const reader = Object.hasOwn(READERS, method) ? READERS[method] : undefined;
  if (!reader) throw new Unreadable({ code: 'unknown-report' });
  const facts = reader(elementAt(readXml(body), 'request'), receivedAt);
  return Array.isArray(facts) ? facts : [facts as OutsideFact];
}

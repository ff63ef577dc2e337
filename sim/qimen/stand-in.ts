import { servePlatform } from '../platform/serve';
import { elementText, elementTexts, qimenTime, response, signature, xmlText } from './envelope';

export interface QimenStandInOptions {
  /** 0 for any free port. */
  readonly port: number;
  readonly appKey: string;
  readonly appSecret: string;
  readonly customerId: string;
  readonly warehouseCode?: string;
  /** Orders that it was given before it was started. */
  readonly earlier?: readonly TakenOrder[];
  /** Whether the warehouse refuses an order that it is given for the first time. */
  readonly isRefused?: (order: TakenOrder) => boolean;
  readonly onTaken?: (order: TakenOrder) => void;
  readonly onCancelled?: (order: TakenOrder) => void;
}

/** An order that the warehouse was given. */
export interface TakenOrder {
  readonly code: string;
  /** The shop's orders in it, and the SKUs. */
  readonly orderNos: readonly string[];
  readonly skus: readonly string[];
  readonly warehouseOrderNo: string;
  readonly isUrgent: boolean;
  readonly body: string;
  isCancelled: boolean;
}

type Fault = 'busy' | 'reject' | 'hang-up' | 'garbage' | 'lost-answer';

/** A warehouse that speaks Qimen over HTTP, both ways, with code of its own. */
export interface QimenStandIn {
  readonly url: string;
  /** Orders taken, each once however often it was given. */
  taken(): readonly TakenOrder[];
  /** Every call that came, by method. */
  calls(method: string): number;
  /** The next call is answered so. lost-answer: it is done, and the answer is lost. */
  failNext(fault: Fault): void;
  /** Reports to the console, signed; returns the status and text of its answer. */
  report(doorUrl: string, method: string, request: string): Promise<{ readonly status: number; readonly text: string }>;
  /** A step of an order: PICK, PACKAGE, REJECT, … */
  step(
    doorUrl: string,
    code: string,
    status: string,
    atMs?: number,
  ): Promise<{ readonly status: number; readonly text: string }>;
  /** The confirmation that an order has left, with its parcel. */
  ship(
    doorUrl: string,
    code: string,
    trackingNo: string,
    atMs?: number,
    logisticsCode?: string,
  ): Promise<{ readonly status: number; readonly text: string }>;
  /** Some pieces of an article are missing. */
  lack(
    doorUrl: string,
    code: string,
    sku: string,
    lacking: number,
  ): Promise<{ readonly status: number; readonly text: string }>;
  close(): Promise<void>;
}

const element = (name: string, text: string | number) => `<${name}>${xmlText(String(text))}</${name}>`;
const ANSWER_LIMIT_MS = 10_000;
const DOCUMENT = '<?xml version="1.0" encoding="utf-8"?>';

const REFUSED = response('failure', 'S003', '地址超出配送范围');

/** The first of the fields that have to be filled and are not. */
function lackingIn(body: string): string | null {
  const [, receiver = ''] = /<receiverInfo>(.*?)<\/receiverInfo>/su.exec(body) ?? [];
  const empty = ['name', 'mobile', 'province', 'city', 'detailAddress'].find(
    (field) => elementText(receiver, field) === '',
  );
  if (empty !== undefined) return `receiverInfo.${empty}`;
  return elementTexts(body, 'itemCode').filter((sku) => sku !== '').length === 0 ? 'orderLines' : null;
}

/** What the warehouse does with a genuine call. */
function warehouse({ earlier = [], isRefused, onTaken, onCancelled }: QimenStandInOptions) {
  const orders = new Map(earlier.map((order) => [order.code, order]));
  const create = (body: string): string => {
    const code = elementText(body, 'deliveryOrderCode');
    const known = orders.get(code);
    const order = known ?? {
      ...{ code, warehouseOrderNo: `WMS${orders.size + 1}`, isUrgent: elementText(body, 'isUrgency') === 'Y', body },
      orderNos: [...new Set(elementTexts(body, 'sourceOrderCode'))],
      skus: elementTexts(body, 'itemCode'),
      isCancelled: false,
    };
    const lacking = lackingIn(body);
    if (!known && lacking !== null) return response('failure', 'S001', `缺少必填字段 ${lacking}`);
    if (!known && isRefused?.(order)) return REFUSED;
    orders.set(code, order);
    if (!known) onTaken?.(order);
    return response('success', '0', 'ok', `<deliveryOrderId>${order.warehouseOrderNo}</deliveryOrderId>`);
  };
  const cancel = (body: string): string => {
    const order = orders.get(elementText(body, 'orderCode'));
    if (!order) return response('failure', 'ORDER_NOT_FOUND', '单据不存在');
    if (!order.isCancelled) onCancelled?.(order);
    order.isCancelled = true;
    return response('success', '0', 'ok');
  };
  const answers: Readonly<Record<string, (body: string) => string>> = {
    'taobao.qimen.deliveryorder.create': create,
    'taobao.qimen.order.cancel': cancel,
    'taobao.qimen.inventory.query': () => response('success', '0', 'ok', '<items></items>'),
  };
  return { orders, answer: (method: string, body: string) => answers[method]?.(body) ?? null };
}

const FAULT_ANSWERS: Readonly<Partial<Record<Fault, string>>> = {
  busy: response('failure', 'isp.service-unavailable', '系统繁忙'),
  reject: REFUSED,
  garbage: '<html>502</html>',
};

/** Starts the warehouse on the loopback address. */
export async function startQimenStandIn(options: QimenStandInOptions): Promise<QimenStandIn> {
  const { appKey, appSecret, customerId, warehouseCode = 'HZ01' } = options;
  const { orders, answer } = warehouse(options);
  const faults: Fault[] = [];
  const calls: string[] = [];
  let serial = 0;

  const server = await servePlatform(options.port, (url, body) => {
    const query = url.searchParams;
    const method = query.get('method') ?? '';
    calls.push(method);
    const fault = faults.shift();
    if (fault === 'hang-up') throw new Error('hung up');
    const isGenuine =
      query.get('sign') === signature(appSecret, query, body) &&
      query.get('app_key') === appKey &&
      query.get('customerId') === customerId;
    if (!isGenuine) return response('failure', 'sign-check-failure', 'Illegal request');
    const said = (fault && FAULT_ANSWERS[fault]) || answer(method, body);
    if (fault === 'lost-answer') throw new Error('the answer is lost');
    return said ?? response('failure', 'isv.invalid-method', method);
  });

  async function report(doorUrl: string, method: string, request: string) {
    const body = `${DOCUMENT}<request>${request}</request>`;
    const url = new URL(doorUrl);
    const query: Readonly<Record<string, string>> = {
      ...{ method: `taobao.qimen.${method}`, timestamp: qimenTime(Date.now()), format: 'xml', app_key: appKey },
      ...{ v: '2.0', sign_method: 'md5', customerId },
    };
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    url.searchParams.set('sign', signature(appSecret, url.searchParams, body));
    const headers = { 'content-type': 'text/xml; charset=utf-8' };
    const said = await fetch(url, { method: 'POST', body, headers, signal: AbortSignal.timeout(ANSWER_LIMIT_MS) });
    return { status: said.status, text: await said.text() };
  }

  return {
    url: `${server.url}/router/qimen/service`,
    taken: () => [...orders.values()],
    calls: (method) => calls.filter((one) => one === `taobao.qimen.${method}`).length,
    failNext: (fault) => void faults.push(fault),
    report,
    step: (doorUrl, code, status, atMs = Date.now()) =>
      report(
        doorUrl,
        'orderprocess.report',
        `<order>${element('orderCode', code)}${element('orderId', orders.get(code)?.warehouseOrderNo ?? '')}${element('warehouseCode', warehouseCode)}</order>` +
          `<process>${element('processStatus', status)}${element('operateTime', qimenTime(atMs))}${element('operateInfo', status)}</process>`,
      ),
    ship: (doorUrl, code, trackingNo, atMs = Date.now(), logisticsCode = 'SF') =>
      report(
        doorUrl,
        'deliveryorder.confirm',
        `<deliveryOrder>${element('deliveryOrderCode', code)}${element('warehouseCode', warehouseCode)}${element('status', 'DELIVERED')}` +
          `${element('outBizCode', `CONFIRM-${code}`)}${element('orderConfirmTime', qimenTime(atMs))}</deliveryOrder>` +
          `<packages><package>${element('logisticsCode', logisticsCode)}${element('expressCode', trackingNo)}</package></packages>`,
      ),
    lack: (doorUrl, code, sku, lacking) =>
      report(
        doorUrl,
        'itemlack.report',
        `${element('warehouseCode', warehouseCode)}${element('deliveryOrderCode', code)}${element('createTime', qimenTime(Date.now()))}` +
          `${element('outBizCode', `LACK-${code}-${++serial}`)}<items><item>${element('itemCode', sku)}${element('planQty', lacking)}${element('lackQty', lacking)}</item></items>`,
      ),
    close: server.close,
  };
}

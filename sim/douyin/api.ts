import { SECOND_MS } from '@/domain/clocks/instant';
import { isSame } from '../platform/isv';
import { limiter } from '../platform/limiter';
import type { Shelf } from '../platform/shelf';
import { type Answer, ok, refused } from './answer';
import type { DoudianOrder } from './order-shape';
import { signCall } from './sign';
import { tokenDesk } from './tokens';

export interface DoudianApp {
  readonly appKey: string;
  readonly appSecret: string;
  /** The shop's number on the platform. */
  readonly shopId: string;
  /** Calls a second before it answers 60000. */
  readonly callsPerSecond: number;
}

type Params = Readonly<Record<string, unknown>>;

const MOST_SKEW_S = 600;
const MOST_PER_PAGE = 100;

const wholeIn = (params: Params, name: string, otherwise: number): number => {
  const value = Number(params[name] ?? otherwise);
  return Number.isSafeInteger(value) ? value : otherwise;
};

function search(orders: Iterable<DoudianOrder>, params: Params): Answer {
  const size = wholeIn(params, 'size', 10);
  const page = wholeIn(params, 'page', 0);
  if (size < 1 || size > MOST_PER_PAGE || page < 0) return refused(40_004, 'isv.parameter-invalid');
  const from = wholeIn(params, 'update_time_start', 0);
  const until = wholeIn(params, 'update_time_end', Number.MAX_SAFE_INTEGER);
  const sign = params.order_asc === true ? 1 : -1;
  const found = [...orders]
    .filter(({ update_time: at }) => at >= from && at <= until)
    .sort((a, b) => sign * (a.update_time - b.update_time) || (a.order_id < b.order_id ? -1 : 1));
  return ok({ page, size, total: found.length, shop_order_list: found.slice(page * size, (page + 1) * size) });
}

/** The platform's API over the orders it holds. What is told to fail fails as told. */
export function doudianApi(
  app: DoudianApp,
  orders: ReadonlyMap<string, DoudianOrder>,
  shelf: Shelf,
  now: () => number,
) {
  const tokens = tokenDesk(app.shopId, now);
  const calls = new Map<string, number>();
  const poisoned = new Map<string, Answer>();
  let mayCall = limiter(app.callsPerSecond, now);
  let limited = 0;

  function detail(params: Params): Answer {
    const orderNo = String(params.shop_order_id ?? '');
    const order = orders.get(orderNo);
    return poisoned.get(orderNo) ?? (order ? ok({ shop_order_detail: order }) : refused(40_004, 'isv.order-not-exist'));
  }

  /** Null when the call is signed by this app, and in time. */
  function unsigned(query: URLSearchParams, method: string, paramJson: string): Answer | null {
    const given = (name: string) => query.get(name) ?? '';
    if (given('app_key') !== app.appKey) return refused(40_003, 'isv.app-id-invalid');
    if (given('method') !== method) return refused(40_003, 'isv.parameter-format-invalid');
    if (Math.abs(Number(given('timestamp')) - now() / SECOND_MS) > MOST_SKEW_S)
      return refused(40_003, 'isv.timestamp-invalid');
    const call = { appKey: app.appKey, method, paramJson, timestamp: given('timestamp'), v: given('v') };
    const sign = signCall(call, app.appSecret, given('sign_method'));
    return isSame(given('sign'), sign) ? null : refused(40_003, 'isv.signature-invalid');
  }

  /** Numbers of 19 digits stand bare in the body, which a parser would round. */
  function syncStock(params: Params, body: string): Answer {
    const digits = (name: string) => new RegExp(`"${name}":"?(\\d+)`).exec(body)?.[1] ?? '';
    const isChange = params.incremental === true;
    const writeId = String(params.idempotent_id ?? '');
    const pieces = Number(params.stock_num);
    if (!Number.isSafeInteger(pieces) || (isChange && writeId === '')) return refused(40_004, 'isv.parameter-invalid');
    const article = { product: digits('product_id'), sku: digits('sku_id') };
    return shelf.write(article, { pieces, isChange, writeId })
      ? ok({})
      : refused(50_002, 'isv.business-failed:stock_num');
  }

  const methods: Readonly<Record<string, (params: Params, body: string) => Answer>> = {
    'token.create': tokens.create,
    'token.refresh': tokens.refresh,
    'order.orderDetail': detail,
    'order.searchList': (params) => search(orders.values(), params),
    'sku.syncStock': syncStock,
  };

  return {
    tokens,
    answer(path: string, query: URLSearchParams, body: string): Answer {
      const method = path.slice(1).replaceAll('/', '.');
      const run = methods[method];
      if (run === undefined) return refused(70_000, 'isp.api-service-off');
      calls.set(method, (calls.get(method) ?? 0) + 1);
      const refusal = unsigned(query, method, body);
      if (refusal !== null) return refusal;
      if (!mayCall()) {
        limited += 1;
        return refused(60_000);
      }
      if (!method.startsWith('token.')) {
        const tokenRefusal = tokens.refusal(query.get('access_token'));
        if (tokenRefusal !== null) return tokenRefusal;
      }
      return run(JSON.parse(body) as Params, body);
    },
    /** Asked for this order, it answers so; null: as usual again. */
    poison(orderNo: string, answer: Answer | null): void {
      if (answer === null) poisoned.delete(orderNo);
      else poisoned.set(orderNo, answer);
    },
    limit(perSecond: number): void {
      mayCall = limiter(perSecond, now);
    },
    timesCalled: (method: string) => calls.get(method) ?? 0,
    timesLimited: () => limited,
  };
}

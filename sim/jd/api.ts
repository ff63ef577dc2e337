import { DAY_MS, MINUTE_MS } from '@/domain/clocks/instant';
import { instantOf, isSame, joined, md5Around } from '../platform/isv';
import { limiter } from '../platform/limiter';
import { type Answer, done, failed, refused } from './answer';
import type { JdOrder } from './order-shape';
import { type JdApp, tokenDesk } from './tokens';

type Params = Readonly<Record<string, unknown>>;

const MOST_SKEW_MS = 10 * MINUTE_MS;
const MOST_SPAN_MS = 31 * DAY_MS;
const MOST_PER_PAGE = 100;
const DETAIL = 'jingdong.pop.order.get';
const SEARCH = 'jingdong.pop.order.search';

/** Only the fields that were asked for; without them there is no answer at all. */
function fieldsOf(order: JdOrder, params: Params): Answer {
  const asked = String(params.optional_fields ?? '').split(',');
  return Object.fromEntries(asked.filter((field) => field in order).map((field) => [field, order[field]]));
}

function search(orders: Iterable<JdOrder>, params: Params): Answer {
  const word = (name: string) => (typeof params[name] === 'string' ? params[name] : '');
  const [from, until] = [instantOf(word('start_date')), instantOf(word('end_date'))];
  const [page, size] = [Number(word('page')), Number(word('page_size'))];
  if (word('optional_fields') === '' || word('order_state') === '')
    return failed('400', '参数错误：optional_fields、order_state 不能为空');
  if (!(from <= until && until - from <= MOST_SPAN_MS)) return failed('401', '参数错误：时间跨度不能超过一个月');
  if (!(page >= 1 && size >= 1 && size <= MOST_PER_PAGE)) return failed('402', '参数错误：page_size 不能超过 100');
  if (word('dateType') === '1') return failed('403', '这里只按修改时间查询');
  const states = new Set(word('order_state').split(','));
  const sign = word('sortType') === '1' ? -1 : 1;
  const found = [...orders]
    .map((order) => ({ order, at: instantOf(order.modified) }))
    .filter(({ order, at }) => at >= from && at <= until && states.has(order.orderState))
    .sort((a, b) => sign * (a.at - b.at) || (a.order.orderId < b.order.orderId ? -1 : 1));
  const shown = found.slice((page - 1) * size, page * size);
  return done({ orderTotal: found.length, orderInfoList: shown.map(({ order }) => fieldsOf(order, params)) });
}

export type Wrapping = 'wrapped' | 'flat';

/** The platform's API over the orders it holds. What is told to fail fails as told. */
export function jdApi(app: JdApp, orders: ReadonlyMap<string, JdOrder>, now: () => number) {
  const tokens = tokenDesk(app, now);
  const calls = new Map<string, number>();
  const poisoned = new Map<string, Answer>();
  let mayCall = limiter(app.callsPerSecond, now);
  let limited = 0;
  let wrapping: Wrapping = 'wrapped';
  let rootEnd = 'responce';

  function detail(params: Params): Answer {
    const orderNo = String(params.order_id ?? '');
    const order = orders.get(orderNo);
    const usual = order ? done({ orderInfo: fieldsOf(order, params) }) : failed('10200007', '订单不存在');
    return poisoned.get(orderNo) ?? usual;
  }

  function searchWrapped(params: Params): Answer {
    const query = wrapping === 'wrapped' ? params.paramOrderJSFQuery : params;
    return typeof query === 'object' && query !== null
      ? search(orders.values(), query as Params)
      : failed('404', '参数错误：paramOrderJSFQuery 不能为空');
  }

  /** Null when the call is signed by this app, and in time. */
  function unfit(params: ReadonlyMap<string, string>): Answer | null {
    if (params.get('app_key') !== app.appKey) return refused('29', '无效app_key', 'Invalid app_key');
    const at = instantOf(params.get('timestamp') ?? '');
    if (!(Math.abs(at - now()) <= MOST_SKEW_MS)) return refused('31', '无效时间戳', 'Invalid timestamp');
    const sign = md5Around(app.appSecret, joined(params));
    return isSame(params.get('sign') ?? '', sign) ? null : refused('25', '无效签名', 'Invalid signature');
  }

  function answer(params: ReadonlyMap<string, string>, method: string): Answer {
    const refusal = unfit(params);
    if (refusal !== null) return refusal;
    if (!mayCall()) {
      limited += 1;
      return refused('42', '调用次数超过限制，请稍后再试', 'call limited');
    }
    const tokenRefusal = tokens.refusal(params.get('access_token'));
    if (tokenRefusal !== null) return tokenRefusal;
    const given = JSON.parse(params.get('360buy_param_json') ?? '{}') as Params;
    const root = `${method.replaceAll('.', '_')}_${rootEnd}`;
    if (method === DETAIL) return { [root]: { code: '0', orderDetailInfo: detail(given) } };
    if (method === SEARCH) return { [root]: { code: '0', searchorderinfo_result: searchWrapped(given) } };
    return refused('22', '无效方法', 'Invalid method');
  }

  return {
    tokens,
    respond(url: URL, body: string): Answer {
      if (url.pathname === '/oauth2/refresh_token') return tokens.refresh(url.searchParams);
      const params = new Map(new URLSearchParams(body));
      const method = params.get('method') ?? '';
      calls.set(method, (calls.get(method) ?? 0) + 1);
      return answer(params, method);
    },
    /** Asked for this order, it answers so; null: as usual again. */
    poison(orderNo: string, said: Answer | null): void {
      if (said === null) poisoned.delete(orderNo);
      else poisoned.set(orderNo, said);
    },
    limit(perSecond: number): void {
      mayCall = limiter(perSecond, now);
    },
    /** As of now it takes searches of this form, and names its roots so. */
    speak(form: Wrapping, end: 'responce' | 'response'): void {
      wrapping = form;
      rootEnd = end;
    },
    timesCalled: (method: string) => calls.get(method) ?? 0,
    timesLimited: () => limited,
  };
}

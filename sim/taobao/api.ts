import { DAY_MS, MINUTE_MS } from '@/domain/clocks/instant';
import { instantOf, isSame } from '../platform/isv';
import { limiter } from '../platform/limiter';
import type { Shelf } from '../platform/shelf';
import { type Answer, type Refusal, refused } from './answer';
import { sessionDesk } from './sessions';
import { signCall } from './sign';
import type { messageCentre } from './tmc';
import type { TaobaoTrade } from './trade-shape';

export interface TaobaoApp {
  readonly appKey: string;
  readonly appSecret: string;
  /** The seller's user id. */
  readonly sellerId: string;
  /** Calls a second before it answers 7. */
  readonly callsPerSecond: number;
}

type Params = ReadonlyMap<string, string>;

const MOST_SKEW_MS = 10 * MINUTE_MS;
const MOST_PER_PAGE = 100;
const WITHOUT_SESSION: ReadonlySet<string> = new Set([
  'taobao.tmc.messages.consume',
  'taobao.tmc.messages.confirm',
  'taobao.top.auth.token.refresh',
]);

/** Only the fields that were asked for. */
function fieldsOf(trade: TaobaoTrade, params: Params): Readonly<Record<string, unknown>> {
  const asked = (params.get('fields') ?? '').split(',').map((field) => field.trim());
  const isOaid = params.get('include_oaid') === 'true';
  const given = asked.filter((field) => field in trade && (field !== 'oaid' || isOaid));
  return Object.fromEntries(given.map((field) => [field, trade[field]]));
}

/** Trades that changed, the last first, page by page. */
function increment(trades: Iterable<TaobaoTrade>, params: Params): Answer {
  const [from, until] = ['start_modified', 'end_modified'].map((name) => instantOf(params.get(name) ?? ''));
  const size = Number(params.get('page_size') ?? 40);
  const page = Number(params.get('page_no') ?? 1);
  if (!(from !== undefined && until !== undefined && from < until && until - from <= DAY_MS))
    return refused(41, 'Invalid arguments', 'isv.invalid-parameter:end_modified', '查询时间跨度不能大于一天');
  if (!(size >= 1 && size <= MOST_PER_PAGE && page >= 1))
    return refused(41, 'Invalid arguments', 'isv.invalid-parameter:page_size');
  const found = [...trades]
    .map((trade) => ({ trade, at: instantOf(trade.modified) }))
    .filter(({ at }) => at >= from && at <= until)
    .sort((a, b) => b.at - a.at || (a.trade.tid < b.trade.tid ? 1 : -1));
  const shown = found.slice((page - 1) * size, page * size).map(({ trade }) => fieldsOf(trade, params));
  const list = shown.length === 0 ? {} : { trades: { trade: shown } };
  return params.get('use_has_next') === 'true'
    ? { has_next: found.length > page * size, ...list }
    : { total_results: found.length, ...list };
}

/** One or more articles of a product, "id:pieces" each; type 2 adds to what there is. */
function quantity(shelf: Shelf, params: Params): Answer {
  const product = params.get('num_iid') ?? '';
  const isChange = params.get('type') === '2';
  for (const pair of (params.get('skuid_quantities') ?? '').split(';')) {
    const [sku = '', amount = ''] = pair.split(':');
    if (!/^-?\d+$/.test(amount)) return refused(41, 'Invalid arguments', 'isv.invalid-parameter:skuid_quantities');
    if (!shelf.write({ product, sku }, { pieces: Number(amount), isChange, writeId: '' }))
      return refused(15, 'Remote service error', 'isv.quantity-update-failed', '库存不能小于 0');
  }
  return { item: { num_iid: product } };
}

/** The platform's API over the trades it holds. What is told to fail fails as told. */
export function taobaoApi(
  app: TaobaoApp,
  trades: ReadonlyMap<string, TaobaoTrade>,
  centre: ReturnType<typeof messageCentre>,
  shelf: Shelf,
  now: () => number,
) {
  const sessions = sessionDesk(app.sellerId, now);
  const calls = new Map<string, number>();
  const poisoned = new Map<string, Answer>();
  let mayCall = limiter(app.callsPerSecond, now);
  let limited = 0;

  function fullinfo(params: Params): Answer {
    const tid = params.get('tid') ?? '';
    const trade = trades.get(tid);
    const usual = trade
      ? { trade: fieldsOf(trade, params) }
      : refused(15, 'Remote service error', 'isv.trade-not-exist', '交易不存在');
    return poisoned.get(tid) ?? usual;
  }

  const methods: Readonly<Record<string, (params: Params) => Answer>> = {
    'taobao.trade.fullinfo.get': fullinfo,
    'taobao.trades.sold.increment.get': (params) => increment(trades.values(), params),
    'taobao.tmc.user.permit': centre.permit,
    'taobao.tmc.messages.consume': centre.consume,
    'taobao.tmc.messages.confirm': centre.confirm,
    'taobao.top.auth.token.refresh': sessions.refresh,
    'taobao.skus.quantity.update': (params) => quantity(shelf, params),
  };

  /** Null when the call is signed by this app, in time and by a method that exists. */
  function unfit(params: Params, method: string): Refusal | null {
    if (params.get('app_key') !== app.appKey) return refused(29, 'Invalid app Key', 'isv.appkey-not-exists');
    if (methods[method] === undefined) return refused(22, 'Invalid method');
    if (params.get('format') !== 'json' || params.get('v') !== '2.0') return refused(23, 'Invalid format');
    const at = instantOf(params.get('timestamp') ?? '');
    if (!(Math.abs(at - now()) <= MOST_SKEW_MS)) return refused(31, 'Invalid timestamp');
    const sign = signCall(params, app.appSecret);
    return sign !== '' && isSame(params.get('sign') ?? '', sign) ? null : refused(25, 'Invalid signature');
  }

  function answer(params: Params, method: string): Answer {
    const refusal = unfit(params, method);
    if (refusal !== null) return refusal;
    if (!mayCall()) {
      limited += 1;
      const until = 'This ban will last for 1 more seconds';
      return refused(7, 'App Call Limited', 'accesscontrol.limited-by-app-access-count', until);
    }
    const sessionRefusal = WITHOUT_SESSION.has(method) ? null : sessions.refusal(params.get('session'));
    return sessionRefusal ?? (methods[method]?.(params) as Answer);
  }

  return {
    sessions,
    /** The whole answer: under the method's own root, or a refusal. */
    respond(body: string): Readonly<Record<string, unknown>> {
      const params = new Map(new URLSearchParams(body));
      const method = params.get('method') ?? '';
      calls.set(method, (calls.get(method) ?? 0) + 1);
      const said = answer(params, method);
      if ('error_response' in said) return { ...said };
      return { [`${method.replace(/^taobao\./, '').replaceAll('.', '_')}_response`]: said };
    },
    /** Asked for this trade, it answers so; null: as usual again. */
    poison(tid: string, said: Answer | null): void {
      if (said === null) poisoned.delete(tid);
      else poisoned.set(tid, said);
    },
    limit(perSecond: number): void {
      mayCall = limiter(perSecond, now);
    },
    timesCalled: (method: string) => calls.get(method) ?? 0,
    timesLimited: () => limited,
  };
}

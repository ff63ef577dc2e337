import { SECOND_MS } from '@/domain/clocks/instant';
import { limiter } from '../platform/limiter';
import { type Answer, ok, refused } from './answer';
import type { WechatOrder } from './order-shape';
import { tokenDesk } from './tokens';

export interface WechatApp {
  readonly appId: string;
  readonly appSecret: string;
  /** What signs pushes, and what seals them. */
  readonly token: string;
  readonly encodingAesKey: string;
  /** Calls a second before it answers 45009. */
  readonly callsPerSecond: number;
}

type Params = Readonly<Record<string, unknown>>;

const MOST_PER_PAGE = 100;
const LONGEST_SPAN_S = 7 * 24 * 3_600;
/** The most orders of one span that it pages through. */
const MOST_LISTED = 10_000;

/** Pages by a key that goes with the very filter it was made for. */
function list(orders: Iterable<WechatOrder>, params: Params): Answer {
  const { start_time: from, end_time: until } = (params.update_time_range ?? {}) as Record<string, number>;
  const size = Number(params.page_size);
  if (from === undefined || until === undefined || !(size >= 1 && size <= MOST_PER_PAGE))
    return refused(40_097, 'invalid args');
  if (until < from || until - from > LONGEST_SPAN_S) return refused(40_097, 'invalid args');
  const filter = `${from}-${until}-${size}`;
  const [madeFor, after = ''] = String(params.next_key ?? `${filter}/`).split('/');
  if (madeFor !== filter) return refused(606_006, '翻页的过滤条件不一致');
  const found = [...orders]
    .filter(({ update_time: at }) => at >= from && at <= until)
    .sort((a, b) => a.update_time - b.update_time || (a.order_id < b.order_id ? -1 : 1));
  if (found.length > MOST_LISTED) return refused(31_042, '请缩小时间范围');
  const begin = after === '' ? 0 : found.findIndex(({ order_id: no }) => no === after) + 1;
  const given = found.slice(begin, begin + size);
  const hasMore = begin + size < found.length;
  const nextKey = `${filter}/${given.at(-1)?.order_id ?? ''}`;
  return ok({ order_id_list: given.map(({ order_id: no }) => no), has_more: hasMore, next_key: nextKey });
}

/** The platform's API over the orders it holds. What is told to fail fails as told. */
export function wechatApi(app: WechatApp, orders: ReadonlyMap<string, WechatOrder>, now: () => number) {
  const tokens = tokenDesk(app, now);
  const calls = new Map<string, number>();
  const poisoned = new Map<string, Answer>();
  let mayCall = limiter(app.callsPerSecond, now);
  let limited = 0;

  function detail(params: Params): Answer {
    const orderNo = typeof params.order_id === 'string' ? params.order_id : '';
    const order = orders.get(orderNo);
    return poisoned.get(orderNo) ?? (order ? ok({ order }) : refused(10_020_052, '订单不存在'));
  }
  const paths: Readonly<Record<string, (params: Params) => Answer>> = {
    '/cgi-bin/stable_token': tokens.stable,
    '/channels/ec/order/get': detail,
    '/channels/ec/order/list/get': (params) => list(orders.values(), params),
  };

  return {
    tokens,
    answer(url: URL, body: string): Answer {
      const run = paths[url.pathname];
      if (run === undefined) return refused(40_066, 'invalid url');
      calls.set(url.pathname, (calls.get(url.pathname) ?? 0) + 1);
      if (!mayCall()) {
        limited += 1;
        return refused(45_009, `reach max api daily quota limit rid: ${Math.floor(now() / SECOND_MS)}`);
      }
      const isForToken = url.pathname.startsWith('/cgi-bin/');
      const refusal = isForToken ? null : tokens.refusal(url.searchParams.get('access_token'));
      return refusal ?? run(JSON.parse(body) as Params);
    },
    /** Asked for this order, it answers so; null: as usual again. */
    poison(orderNo: string, answer: Answer | null): void {
      if (answer === null) poisoned.delete(orderNo);
      else poisoned.set(orderNo, answer);
    },
    limit(perSecond: number): void {
      mayCall = limiter(perSecond, now);
    },
    timesCalled: (path: string) => calls.get(path) ?? 0,
    timesLimited: () => limited,
  };
}

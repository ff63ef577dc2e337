import { SECOND_MS } from '@/domain/clocks/instant';
import { limiter } from '../platform/limiter';
import { type Answer, refused } from './answer';
import { changedAt, type PddOrder } from './order-shape';
import { isSame, signCall } from './sign';
import { tokenDesk } from './tokens';

export interface PddApp {
  readonly clientId: string;
  readonly clientSecret: string;
  /** The shop's number on the platform. */
  readonly mallId: string;
  /** With which the shop authorises the app, once. */
  readonly authCode: string;
  /** Calls a second before it answers 70031. */
  readonly callsPerSecond: number;
}

const MOST_SKEW_S = 600;
const MOST_PER_PAGE = 100;
const LONGEST_SPAN_S = 1_800;

const wholeIn = (params: URLSearchParams, name: string): number => {
  const value = Number(params.get(name) ?? Number.NaN);
  return Number.isSafeInteger(value) ? value : -1;
};

function increment(orders: Iterable<PddOrder>, params: URLSearchParams): Answer {
  const [from, until] = [wholeIn(params, 'start_updated_at'), wholeIn(params, 'end_updated_at')];
  const [page, size] = [wholeIn(params, 'page'), wholeIn(params, 'page_size')];
  const isAsked = ['order_status', 'refund_status', 'is_lucky_flag'].every((name) => params.has(name));
  if (!isAsked || page < 1 || size < 1 || size > MOST_PER_PAGE) return refused(21_001, '请求参数错误');
  if (until < from || until - from > LONGEST_SPAN_S) return refused(21_001, '开始时间结束时间间距不超过 30 分钟');
  const found = [...orders]
    .filter((order) => changedAt(order) >= from && changedAt(order) <= until)
    .sort((a, b) => changedAt(a) - changedAt(b) || (a.order_sn < b.order_sn ? -1 : 1));
  const given = found.slice((page - 1) * size, page * size);
  return { order_sn_increment_get_response: { order_sn_list: given, total_count: found.length } };
}

/** The platform's API over the orders it holds; `onPermit`: the shop's messages are wanted. What is told to fail fails as told. */
export function pddApi(app: PddApp, orders: ReadonlyMap<string, PddOrder>, now: () => number, onPermit: () => void) {
  const tokens = tokenDesk(app.mallId, app.authCode, now);
  const calls = new Map<string, number>();
  const poisoned = new Map<string, Answer>();
  let mayCall = limiter(app.callsPerSecond, now);
  let limited = 0;
  let mayPermit = true;

  function detail(params: URLSearchParams): Answer {
    const orderNo = params.get('order_sn') ?? '';
    const order = orders.get(orderNo);
    const found = order ? { order_info_get_response: { order_info: order } } : refused(50_001, '订单不存在');
    return poisoned.get(orderNo) ?? found;
  }

  /** Covered values are base64 between their signs; each call counts for every value in it. */
  function decrypt(params: URLSearchParams): Answer {
    const list = JSON.parse(params.get('data_list') ?? '[]') as { data_tag: string; encrypted_data: string }[];
    if (list.length === 0 || list.length > MOST_PER_PAGE) return refused(21_001, '请求参数错误');
    const opened = list.map(({ data_tag: tag, encrypted_data: text }) => {
      const coded = /^[~$]AgAAAA([^~$]+)/.exec(text)?.[1];
      const plain = coded === undefined ? '' : Buffer.from(coded, 'base64').toString('utf8');
      return { data_tag: tag, encrypted_data: text, decrypted_data: plain, error_code: coded === undefined ? 1 : 0 };
    });
    return { open_decrypt_batch_response: { data_decrypt_list: opened } };
  }

  /** Null when the call is signed by this app, and in time. */
  function unsigned(params: URLSearchParams): Answer | null {
    if (params.get('client_id') !== app.clientId) return refused(10_016, 'client下线或者clientId不正确');
    const skew = Math.abs(Number(params.get('timestamp') ?? 0) - now() / SECOND_MS);
    if (!(skew <= MOST_SKEW_S)) return refused(10_000, 'timestamp超出范围');
    return isSame(params.get('sign') ?? '', signCall(params, app.clientSecret))
      ? null
      : refused(20_004, '签名sign校验失败');
  }

  const types: Readonly<Record<string, (params: URLSearchParams) => Answer>> = {
    'pdd.pop.auth.token.create': tokens.create,
    'pdd.pop.auth.token.refresh': tokens.refresh,
    'pdd.order.information.get': detail,
    'pdd.open.decrypt.batch': decrypt,
    'pdd.pmc.user.permit': () => {
      if (!mayPermit) return refused(10_020, '应用没有开通消息服务');
      onPermit();
      return { pmc_user_permit_response: { is_success: true } };
    },
    'pdd.order.number.list.increment.get': (params) => increment(orders.values(), params),
  };

  return {
    tokens,
    answer(params: URLSearchParams): Answer {
      const type = params.get('type') ?? '';
      const run = types[type];
      if (run === undefined) return refused(10_017, 'type error');
      calls.set(type, (calls.get(type) ?? 0) + 1);
      const refusal = unsigned(params);
      if (refusal !== null) return refusal;
      if (!mayCall()) {
        limited += 1;
        return refused(70_031, '调用过于频繁,请调整调用频率');
      }
      const tokenRefusal = type.startsWith('pdd.pop.auth.') ? null : tokens.refusal(params.get('access_token'));
      return tokenRefusal ?? run(params);
    },
    /** The app may have no messages, or may again. */
    refusePermits(isRefused: boolean): void {
      mayPermit = !isRefused;
    },
    /** Asked for this order, it answers so; null: as usual again. */
    poison(orderNo: string, answer: Answer | null): void {
      if (answer === null) poisoned.delete(orderNo);
      else poisoned.set(orderNo, answer);
    },
    limit(perSecond: number): void {
      mayCall = limiter(perSecond, now);
    },
    timesCalled: (type: string) => calls.get(type) ?? 0,
    timesLimited: () => limited,
  };
}

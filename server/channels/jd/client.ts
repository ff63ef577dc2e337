import * as z from 'zod';
import { DAY_MS, HOUR_MS, type Instant, SECOND_MS } from '@/domain/clocks/instant';
import type { BytesHttp } from '@/server/links/outbound';
import { checked, readAnswer, storedForm } from '../answer';
import { CallFailure, toAuthoriseAgain } from '../call-failure';
import type { AccessGrant, ChangeWindow, OrderApi, ShopKeys } from '../channel';
import { rollOn } from '../rolling-window';
import { josCalls, josTime } from './call';
import { failureOf } from './errors';
import { stateOf } from './order-state';
import { LIST_FIELDS, ORDER_FIELDS } from './schema';
import { type JosSettings, settingsOf } from './settings';
import { ALL_STATES } from './status';

const GET = 'jingdong.pop.order.get';
const SEARCH = 'jingdong.pop.order.search';
const REFRESH = 'oauth2/refresh_token';

/** The most that a search gives at once. */
const PAGE_SIZE = 100;
/** The platform takes a month; older changes than that are looked for in a next step. */
const MOST_SPAN_MS = 28 * DAY_MS;
/** A token may be renewed in the last day of its life, and not after it. */
const RENEWAL_MS = 20 * HOUR_MS;
/** How long a token is used of which only the platform knows when it ends; a renewal that fails then costs nothing. */
const UNKNOWN_LIFE_MS = 6 * HOUR_MS;

const BY_CHANGE = '0';
const OLDEST_FIRST = '0';

const seconds = z.union([z.number().positive(), z.string().regex(/^\d{1,10}$/)]).transform(Number);
const granted = z.object({ access_token: z.string().min(1), refresh_token: z.string().min(1), expires_in: seconds });
const refusedGrant = z.object({ code: z.union([z.number(), z.string()]).transform(String), msg: z.string().nullish() });
const detail = z.object({ orderInfo: z.looseObject({}) });
const list = z.object({ orderInfoList: z.array(z.looseObject({})).nullish() });

const spanEnd = ({ from, until }: ChangeWindow): Instant => Math.min(until, from + MOST_SPAN_MS);

function searchOf({ sourceId, wrapping }: JosSettings, window: ChangeWindow) {
  const query = {
    start_date: josTime(window.from),
    end_date: josTime(spanEnd(window)),
    order_state: ALL_STATES,
    optional_fields: LIST_FIELDS,
    page: String(window.page + 1),
    page_size: String(PAGE_SIZE),
    dateType: BY_CHANGE,
    sortType: OLDEST_FIRST,
    ...(sourceId === '' ? {} : { source_id: sourceId }),
  };
  return wrapping === 'wrapped' ? { paramOrderJSFQuery: query } : query;
}

/** Where to go on after a page; beyond the longest span that the platform takes a next one begins. */
function nextOf(window: ChangeWindow, next: ChangeWindow | null): ChangeWindow | null {
  if (next !== null) return next;
  const end = spanEnd(window);
  return end < window.until ? { from: end, until: window.until, page: 0 } : null;
}

/**
 * The API of JD for one shop: jingdong.pop.order.get and jingdong.pop.order.search, each signed, and the renewal of the token
 * that the seller's consent gave. Throws CallFailure. Source: jos.jd.com.
 */
export function openJd(keys: ShopKeys, http: BytesHttp, clock: () => Instant): OrderApi {
  const settings = settingsOf(keys);
  const call = josCalls(settings, http, clock);

  async function refresh(refreshToken: string): Promise<AccessGrant> {
    const url = new URL(`${settings.oauthBase}/refresh_token`);
    const params = { app_key: settings.appKey, app_secret: settings.appSecret, grant_type: 'refresh_token' };
    for (const [name, value] of Object.entries({ ...params, refresh_token: refreshToken }))
      url.searchParams.set(name, value);
    const json = readAnswer(REFRESH, await http({ url }));
    const renewed = granted.safeParse(json);
    if (renewed.success) {
      const { access_token: accessToken, refresh_token: next, expires_in: lifeSeconds } = renewed.data;
      const expiresInMs = lifeSeconds * SECOND_MS;
      const renewInMs = expiresInMs > RENEWAL_MS * 2 ? expiresInMs - RENEWAL_MS : expiresInMs / 2;
      return { accessToken, refreshToken: next, expiresInMs, renewInMs };
    }
    const said = refusedGrant.safeParse(json);
    const failure = failureOf(REFRESH, said.success ? said.data.code : '', said.success ? (said.data.msg ?? '') : '');
    // Without a new consent of the seller nothing works any more.
    const isFinal = failure.problem === 'token' || failure.problem === 'refused';
    throw isFinal ? toAuthoriseAgain(failure) : failure;
  }

  return {
    async renewToken(refreshToken) {
      if (refreshToken === null) {
        const { accessToken, refreshToken: entered } = settings;
        return { accessToken, refreshToken: entered, expiresInMs: UNKNOWN_LIFE_MS };
      }
      if (refreshToken === '') throw new CallFailure('not-connected', { code: 'consent-over' });
      return refresh(refreshToken);
    },
    async fetchOrder(orderNo, accessToken) {
      const params = { order_id: orderNo, optional_fields: ORDER_FIELDS };
      const result = await call(GET, params, accessToken, ['orderDetailInfo', 'orderInfoResult']);
      const { orderInfo } = checked(detail, result, GET);
      const order = storedForm(stateOf(orderInfo), orderInfo);
      if (order.orderNo !== orderNo) throw new CallFailure('refused', { code: 'answered-another', call: GET });
      return order;
    },
    async changedOrders(window, accessToken) {
      const parts = ['searchorderinfo_result', 'orderInfoResult'];
      const result = await call(SEARCH, searchOf(settings, window), accessToken, parts);
      const orders = (checked(list, result, SEARCH).orderInfoList ?? []).map(stateOf);
      return { orders, next: nextOf(window, rollOn(window, orders, PAGE_SIZE)) };
    },
  };
}

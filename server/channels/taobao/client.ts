import * as z from 'zod';
import { HOUR_MS, type Instant, SECOND_MS } from '@/domain/clocks/instant';
import type { BytesHttp } from '@/server/links/outbound';
import { checked, readAnswer, storedForm } from '../answer';
import { CallFailure } from '../call-failure';
import type { AccessGrant, OrderApi, ShopKeys } from '../channel';
import { topCalls, topTime } from './call';
import { nextPage, PAGE_SIZE, sliceEnd } from './poll';
import { LIST_FIELDS, TRADE_FIELDS } from './schema';
import { settingsOf } from './settings';
import { stateOf } from './trade-state';

const FULLINFO = 'taobao.trade.fullinfo.get';
const INCREMENT = 'taobao.trades.sold.increment.get';
const QUANTITY = 'taobao.skus.quantity.update';
const REFRESH = 'taobao.top.auth.token.refresh';

/** How long a session is used of which only the platform knows when it ends; a renewal that fails then costs nothing. */
const UNKNOWN_LIFE_MS = 6 * HOUR_MS;

const count = z.union([z.number().int().min(0), z.string().regex(/^\d{1,9}$/)]).transform(Number);
const fullinfo = z.object({ trade: z.looseObject({}) });
const increment = z.object({
  total_results: count.nullish(),
  trades: z.object({ trade: z.array(z.looseObject({})).nullish() }).nullish(),
});
const refreshed = z.object({ token_result: z.string() });
const session = z.object({
  access_token: z.string().min(1),
  refresh_token: z.string().nullish(),
  expires_in: z.union([z.number().positive(), z.string().regex(/^\d{1,10}$/)]).transform(Number),
});

/**
 * The API of Taobao and Tmall for one shop: taobao.trade.fullinfo.get, taobao.trades.sold.increment.get,
 * taobao.skus.quantity.update and taobao.top.auth.token.refresh. The session is entered once; only some kinds of apps may renew it. Throws CallFailure.
 * Source: open.taobao.com.
 */
export function openTaobao(keys: ShopKeys, http: BytesHttp, clock: () => Instant): OrderApi {
  const settings = settingsOf(keys);
  const call = topCalls(settings, http, clock);

  async function refresh(refreshToken: string): Promise<AccessGrant> {
    const { token_result: result } = checked(
      refreshed,
      await call(REFRESH, { refresh_token: refreshToken }, null),
      REFRESH,
    );
    const renewed = checked(session, readAnswer(REFRESH, Buffer.from(result)), REFRESH);
    return {
      accessToken: renewed.access_token,
      refreshToken: renewed.refresh_token ?? refreshToken,
      expiresInMs: renewed.expires_in * SECOND_MS,
    };
  }

  return {
    async renewToken(refreshToken) {
      if (refreshToken === null) {
        const { sessionKey: accessToken, refreshToken: entered } = settings;
        return { accessToken, refreshToken: entered, expiresInMs: UNKNOWN_LIFE_MS };
      }
      if (refreshToken === '') throw new CallFailure('not-connected', { code: 'consent-over' });
      return refresh(refreshToken);
    },
    async fetchOrder(orderNo, accessToken) {
      const params = { fields: TRADE_FIELDS, tid: orderNo, include_oaid: 'true' };
      const { trade } = checked(fullinfo, await call(FULLINFO, params, accessToken), FULLINFO);
      const order = storedForm(stateOf(trade), trade);
      if (order.orderNo !== orderNo) throw new CallFailure('refused', { code: 'answered-another', call: FULLINFO });
      return order;
    },
    async writeStock({ productNo, skuNo, pieces, isChange }, accessToken) {
      const params = {
        num_iid: productNo,
        skuid_quantities: `${skuNo}:${pieces}`,
        type: isChange ? '2' : '1',
      };
      await call(QUANTITY, params, accessToken);
    },
    async changedOrders(window, accessToken) {
      const isCount = window.page === 0;
      const params = {
        fields: LIST_FIELDS,
        start_modified: topTime(window.from),
        end_modified: topTime(sliceEnd(window)),
        page_no: String(Math.max(1, window.page)),
        page_size: String(PAGE_SIZE),
        use_has_next: String(!isCount),
      };
      const answer = checked(increment, await call(INCREMENT, params, accessToken), INCREMENT);
      const orders = (answer.trades?.trade ?? []).map(stateOf);
      if (isCount && answer.total_results == null)
        throw new CallFailure('refused', { code: 'answered-without', call: INCREMENT, path: 'total_results' });
      return { orders, next: nextPage(window, isCount ? (answer.total_results ?? 0) : null) };
    },
  };
}

import * as z from 'zod';
import { SECOND_MS } from '@/domain/clocks/instant';
import type { BytesHttp } from '@/server/links/outbound';
import { checked, readAnswer, storedForm } from '../answer';
import { CallFailure } from '../call-failure';
import type { ChangedOrders, ChangeWindow, OrderApi, ShopKeys } from '../channel';
import { failureOf, SPAN_TOO_WIDE, WechatRefusal } from './errors';
import { ORDER_NO } from './hints';
import { stateOf } from './order-state';
import { narrower, nextWindow, PAGE_SIZE, spanEnd } from './poll';
import { settingsOf } from './settings';

const answer = z.looseObject({ errcode: z.number().int().default(0) });
const tokenData = z.object({ access_token: z.string().min(1), expires_in: z.number().positive() });
const detailData = z.object({ order: z.looseObject({}) });
const listData = z.object({
  order_id_list: z.array(z.union([z.string(), z.number()]).transform(String)).nullish(),
  next_key: z.string().nullish(),
  has_more: z.boolean().nullish(),
});

/** Of its two hours, what a token has left before the platform makes another by itself. */
const LATE_SHARE = 0.3;
const TOKEN_SECONDS = 7_200;

/**
 * The API of 微信小店 for one shop. Orders and what changed are asked for with the app's access token, which is the same for
 * everybody until it is nearly over. Throws CallFailure. Source: developers.weixin.qq.com/doc/store.
 */
export function openWechatShop(keys: ShopKeys, http: BytesHttp): OrderApi {
  const { appId, appSecret, apiBase } = settingsOf(keys);

  async function call(path: string, params: object, accessToken: string | null): Promise<unknown> {
    const url = new URL(`${apiBase}${path}`);
    if (accessToken !== null) url.searchParams.set('access_token', accessToken);
    const json = readAnswer(path, await http({ url, body: Buffer.from(JSON.stringify(params)) }));
    const { errcode } = checked(answer, json, path);
    if (errcode !== 0) throw failureOf(path, errcode);
    return json;
  }

  async function stableToken(isForced: boolean) {
    const path = '/cgi-bin/stable_token';
    const params = { grant_type: 'client_credential', appid: appId, secret: appSecret, force_refresh: isForced };
    return checked(tokenData, await call(path, params, null), path);
  }

  async function listSpan(window: ChangeWindow, accessToken: string): Promise<ChangedOrders> {
    const path = '/channels/ec/order/list/get';
    const end = spanEnd(window);
    const range = { start_time: Math.floor(window.from / SECOND_MS), end_time: Math.floor(end / SECOND_MS) };
    const cursor = window.cursor === undefined ? {} : { next_key: window.cursor };
    const data = checked(
      listData,
      await call(path, { update_time_range: range, page_size: PAGE_SIZE, ...cursor }, accessToken),
      path,
    );
    const orderNos = data.order_id_list ?? [];
    if (orderNos.some((orderNo) => !ORDER_NO.test(orderNo)))
      throw new CallFailure('refused', { code: 'order-without-no' });
    const more = data.has_more === true && data.next_key ? data.next_key : null;
    return { orders: [], undated: { orderNos, by: end + SECOND_MS }, next: nextWindow(window, end, more) };
  }

  return {
    async renewToken(before) {
      const token = await stableToken(false);
      const isSame = token.access_token === before && token.expires_in > TOKEN_SECONDS * LATE_SHARE;
      // The same one again, and far from its end: it was refused, so another has to be made.
      const { access_token: accessToken, expires_in: seconds } = isSame ? await stableToken(true) : token;
      return { accessToken, refreshToken: accessToken, expiresInMs: seconds * SECOND_MS };
    },
    async fetchOrder(orderNo, accessToken) {
      const path = '/channels/ec/order/get';
      const { order } = checked(detailData, await call(path, { order_id: orderNo }, accessToken), path);
      const state = stateOf(order);
      if (state.orderNo !== orderNo) throw new CallFailure('refused', { code: 'answered-another', call: path });
      return storedForm(state, order);
    },
    async changedOrders(window, accessToken) {
      try {
        return await listSpan(window, accessToken);
      } catch (error) {
        const next = error instanceof WechatRefusal && error.code === SPAN_TOO_WIDE ? narrower(window) : null;
        if (next === null) throw error;
        return { orders: [], next };
      }
    },
  };
}

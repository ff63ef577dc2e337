import * as z from 'zod';
import { type Instant, SECOND_MS } from '@/domain/clocks/instant';
import type { BytesHttp } from '@/server/links/outbound';
import { checked, readAnswer, storedForm } from '../answer';
import { CallFailure } from '../call-failure';
import type { AccessGrant, FetchedOrder, OrderApi, ShopKeys } from '../channel';
import { sortedJson } from '../json';
import { rollOn } from '../rolling-window';
import { failureOf, OK_CODE } from './errors';
import { stateOf } from './order-state';
import { type DoudianSettings, settingsOf } from './settings';
import { signParams } from './sign';

/** The most that order.searchList gives at once. */
const PAGE_SIZE = 100;

type Json = Readonly<Record<string, unknown>>;

const number = z.union([z.number(), z.string().regex(/^\d{1,9}$/)]).transform(Number);
const answer = z.object({
  code: number.optional(),
  err_no: number.optional(),
  sub_code: z.string().nullish(),
  data: z.unknown().optional(),
});
const tokenData = z.object({
  access_token: z.string().min(1),
  refresh_token: z.string().min(1),
  expires_in: z.number().positive(),
});
const detailData = z.object({ shop_order_detail: z.looseObject({}) });
const listData = z.object({ shop_order_list: z.array(z.looseObject({})).nullish() });

function dataOf(method: string, bytes: Buffer): unknown {
  const { code, err_no: oldCode, sub_code: subCode, data } = checked(answer, readAnswer(method, bytes), method);
  const isOk = code === undefined ? oldCode === 0 : code === OK_CODE;
  if (!isOk) throw failureOf(method, code ?? oldCode ?? -1, subCode ?? '');
  return data;
}

function addressOf(settings: DoudianSettings, method: string, query: Readonly<Record<string, string>>): URL {
  const url = new URL(`${settings.apiBase}/${method.replaceAll('.', '/')}`);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return url;
}

/** A number of more digits than a program's numbers have, bare in the JSON. */
const long = (digits: string): string => `#int64:${digits}`;
const withBareNumbers = (json: string): string => json.replaceAll(/"#int64:(\d+)"/g, '$1');

const fetched = (json: Json): FetchedOrder => storedForm(stateOf(json), json);

/**
 * The API of 抖店 for one shop: order.orderDetail, order.searchList, sku.syncStock, token.create and token.refresh, each signed
 * over its sorted parameters. Throws CallFailure. Source: the official SDK and op.jinritemai.com/docs.
 */
export function openDoudian(keys: ShopKeys, http: BytesHttp, clock: () => Instant): OrderApi {
  const settings = settingsOf(keys);

  async function call(method: string, params: Json, accessToken: string | null): Promise<unknown> {
    const body = withBareNumbers(sortedJson(params));
    const timestamp = String(Math.floor(clock() / SECOND_MS));
    const signed = { app_key: settings.appKey, method, param_json: body, timestamp, v: '2' };
    const url = addressOf(settings, method, {
      app_key: settings.appKey,
      method,
      ...(accessToken === null ? {} : { access_token: accessToken }),
      timestamp,
      v: '2',
      sign: signParams(settings.appSecret, signed, settings.signMethod),
      sign_method: settings.signMethod,
    });
    return dataOf(method, await http({ url, body: Buffer.from(body), headers: { 'x-open-no-old-err-code': '1' } }));
  }

  async function token(method: 'token.create' | 'token.refresh', params: Json): Promise<AccessGrant> {
    const data = checked(tokenData, await call(method, params, null), method);
    return {
      accessToken: data.access_token,
      refreshToken: data.refresh_token,
      expiresInMs: data.expires_in * SECOND_MS,
    };
  }
  const createToken = () =>
    token('token.create', { code: '', grant_type: 'authorization_self', shop_id: settings.platformShopId });

  return {
    async renewToken(refreshToken) {
      if (refreshToken === null) return createToken();
      try {
        return await token('token.refresh', { grant_type: 'refresh_token', refresh_token: refreshToken });
      } catch (error) {
        if (error instanceof CallFailure && error.problem === 'token') return createToken();
        throw error;
      }
    },
    async fetchOrder(orderNo, accessToken) {
      const raw = await call('order.orderDetail', { shop_order_id: orderNo }, accessToken);
      const order = fetched(checked(detailData, raw, 'order.orderDetail').shop_order_detail);
      if (order.orderNo !== orderNo)
        throw new CallFailure('refused', { code: 'answered-another', call: 'order.orderDetail' });
      return order;
    },
    async writeStock({ productNo, skuNo, pieces, isChange, writeId }, accessToken) {
      const params = {
        idempotent_id: writeId,
        incremental: isChange,
        product_id: long(productNo),
        sku_id: long(skuNo),
        stock_num: pieces,
      };
      await call('sku.syncStock', params, accessToken);
    },
    async changedOrders(window, accessToken) {
      const params = {
        order_asc: true,
        order_by: 'update_time',
        page: window.page,
        size: PAGE_SIZE,
        update_time_end: Math.floor(window.until / SECOND_MS),
        update_time_start: Math.floor(window.from / SECOND_MS),
      };
      const raw = await call('order.searchList', params, accessToken);
      const orders = (checked(listData, raw, 'order.searchList').shop_order_list ?? []).map(stateOf);
      return { orders, next: rollOn(window, orders, PAGE_SIZE) };
    },
  };
}

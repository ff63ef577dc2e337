import * as z from 'zod';
import { type Instant, SECOND_MS } from '@/domain/clocks/instant';
import type { BytesHttp } from '@/server/links/outbound';
import { checked, readAnswer, storedForm } from '../answer';
import { CallFailure, notEntered, toAuthoriseAgain } from '../call-failure';
import type { AccessGrant, ChangedOrders, OrderApi, OrderState, ShopKeys } from '../channel';
import { entered } from '../settings';
import { coveredValues, withPlain } from './covered-values';
import { failureOf } from './errors';
import { orderNoOf, stateOf } from './order-state';
import { nextWindow, PAGE_SIZE, pageOf, spanOf } from './poll';
import { settingsOf } from './settings';
import { signParams } from './sign';

type Json = Readonly<Record<string, unknown>>;

const number = z.union([z.number(), z.string().regex(/^\d{1,12}$/)]).transform(Number);
const errorAnswer = z.object({
  error_response: z.object({
    error_code: number,
    error_msg: z.string().nullish(),
    sub_code: z.string().nullish(),
    sub_msg: z.string().nullish(),
  }),
});
const tokenData = z.object({
  access_token: z.string().min(1),
  refresh_token: z.string().nullish(),
  expires_in: number,
});
const detailData = z.object({ order_info: z.looseObject({}) });
const permitData = z.object({ is_success: z.union([z.boolean(), z.literal(['true', 'false'])]).transform(String) });
const listData = z.object({
  order_sn_list: z.array(z.looseObject({})).nullish(),
  total_count: number.nullish(),
});

const decryptData = z.object({
  data_decrypt_list: z.array(
    z.object({ encrypted_data: z.string(), decrypted_data: z.string().nullish(), error_code: number.nullish() }),
  ),
});

/** What a call is answered with is named after it: without `pdd.`, dots as underscores, `_response` behind. */
const ANSWERS = {
  'pdd.order.information.get': 'order_info_get_response',
  'pdd.order.number.list.increment.get': 'order_sn_increment_get_response',
  'pdd.open.decrypt.batch': 'open_decrypt_batch_response',
  'pdd.pmc.user.permit': 'pmc_user_permit_response',
  'pdd.pop.auth.token.create': 'pop_auth_token_create_response',
  'pdd.pop.auth.token.refresh': 'pop_auth_token_refresh_response',
} as const;
type CallType = keyof typeof ANSWERS;

/** Every status and every kind of order: what is wanted is everything that changed. */
const EVERYTHING = { order_status: '5', refund_status: '5', is_lucky_flag: '0' };

function dataOf(type: CallType, bytes: Buffer): unknown {
  const json = readAnswer(type, bytes);
  const refusal = errorAnswer.safeParse(json);
  if (refusal.success) {
    const { error_code: code, error_msg: words, sub_code: subCode, sub_msg: subWords } = refusal.data.error_response;
    throw failureOf(type, code, subCode ?? '', `${words ?? ''} ${subWords ?? ''}`);
  }
  const found = checked(z.looseObject({}), json, type)[ANSWERS[type]];
  if (found === undefined)
    throw new CallFailure('refused', { code: 'answered-without', call: type, path: ANSWERS[type] });
  return found;
}

function listed(items: readonly Readonly<Record<string, unknown>>[], by: Instant): Omit<ChangedOrders, 'next'> {
  const states = items.map((item) => ({ orderNo: orderNoOf(item), state: stateOf(item) }));
  const orders = states.flatMap(({ state }): OrderState[] => (state ? [state] : []));
  const orderNos = states.flatMap(({ orderNo, state }) => (state ? [] : [orderNo]));
  return orderNos.length === 0 ? { orders } : { orders, undated: { orderNos, by } };
}

/** What was decrypted, by its ciphertext. Throws CallFailure where nothing was. */
function openedIn(data: unknown): ReadonlyMap<string, string> {
  const type = 'pdd.open.decrypt.batch';
  const opened = checked(decryptData, data, type).data_decrypt_list.flatMap((one) =>
    one.decrypted_data && (one.error_code ?? 0) === 0 ? [[one.encrypted_data, one.decrypted_data] as const] : [],
  );
  if (opened.length === 0) throw new CallFailure('refused', { code: 'nothing-decrypted', call: type });
  return new Map(opened);
}

const stored = (orderNo: string, order: Json) => storedForm(stateOf(order) ?? { orderNo, version: 0, mark: '' }, order);

/** Tries one way to a token after another, as long as the platform says that this one is used up. */
async function firstThatWorks(ways: readonly (() => Promise<AccessGrant>)[]): Promise<AccessGrant> {
  let failure = notEntered(['authCode']);
  for (const way of ways) {
    try {
      return await way();
    } catch (error) {
      if (!(error instanceof CallFailure) || error.problem === 'unavailable' || error.problem === 'rate-limited')
        throw error;
      failure = toAuthoriseAgain(error);
    }
  }
  throw failure;
}

/**
 * The API of 拼多多 for one shop: orders, what changed, and tokens, each call a form signed over its sorted parameters.
 * Throws CallFailure. Source: open.pinduoduo.com.
 */
export function openPinduoduo(keys: ShopKeys, http: BytesHttp, clock: () => Instant): OrderApi {
  const settings = settingsOf(keys);

  async function call(
    type: CallType,
    params: Readonly<Record<string, string>>,
    accessToken: string | null,
  ): Promise<unknown> {
    const all = {
      ...params,
      ...(accessToken === null ? {} : { access_token: accessToken }),
      ...{ type, client_id: settings.clientId, data_type: 'JSON', version: 'V1' },
      timestamp: String(Math.floor(clock() / SECOND_MS)),
    };
    const form = new URLSearchParams({ ...all, sign: signParams(settings.clientSecret, all) });
    const headers = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' };
    return dataOf(type, await http({ url: new URL(settings.apiBase), body: Buffer.from(form.toString()), headers }));
  }

  async function detail(orderNo: string, accessToken: string): Promise<Json> {
    const type = 'pdd.order.information.get';
    const order = checked(detailData, await call(type, { order_sn: orderNo }, accessToken), type).order_info;
    if (orderNoOf(order) !== orderNo) throw new CallFailure('refused', { code: 'answered-another', call: type });
    return order;
  }

  async function token(type: CallType, params: Readonly<Record<string, string>>): Promise<AccessGrant> {
    const data = checked(tokenData, await call(type, params, null), type);
    const expiresInMs = data.expires_in * SECOND_MS;
    return { accessToken: data.access_token, refreshToken: data.refresh_token ?? '', expiresInMs };
  }

  return {
    renewToken(refreshToken) {
      const [code, typed] = [entered(keys, 'authCode'), entered(keys, 'refreshToken')];
      const refreshable = [...new Set([refreshToken ?? '', typed])].filter((text) => text !== '');
      return firstThatWorks([
        ...refreshable.map((text) => () => token('pdd.pop.auth.token.refresh', { refresh_token: text })),
        ...(code === '' ? [] : [() => token('pdd.pop.auth.token.create', { code })]),
      ]);
    },
    fetchOrder: async (orderNo, accessToken) => stored(orderNo, await detail(orderNo, accessToken)),
    async fetchDecrypted(orderNo, accessToken) {
      const order = await detail(orderNo, accessToken);
      const covered = coveredValues(order);
      if (covered.length === 0) throw new CallFailure('refused', { code: 'nothing-encrypted' });
      const type = 'pdd.open.decrypt.batch';
      const list = covered.map((text) => ({ data_tag: orderNo, encrypted_data: text }));
      const plain = openedIn(await call(type, { data_list: JSON.stringify(list) }, accessToken));
      return stored(orderNo, withPlain(order, plain));
    },
    // Without topics, everything that the app itself has subscribed to.
    async subscribe(accessToken) {
      const type = 'pdd.pmc.user.permit';
      const { is_success: isDone } = checked(permitData, await call(type, {}, accessToken), type);
      if (isDone !== 'true') throw new CallFailure('refused', { code: 'not-subscribed', call: type });
    },
    async changedOrders(window, accessToken) {
      const type = 'pdd.order.number.list.increment.get';
      const { start, end } = spanOf(window);
      if (end - start < 1) return { orders: [], next: null };
      const params = {
        ...EVERYTHING,
        ...{ start_updated_at: String(start), end_updated_at: String(end) },
        ...{ page: String(pageOf(window)), page_size: String(PAGE_SIZE) },
      };
      const data = checked(listData, await call(type, params, accessToken), type);
      const items = data.order_sn_list ?? [];
      const next = nextWindow(window, data.total_count ?? items.length);
      return { ...listed(items, Math.min(window.until, end * SECOND_MS + SECOND_MS)), next };
    },
  };
}

import * as z from 'zod';
import type { Instant } from '@/domain/clocks/instant';
import { CHINA_OFFSET_MS } from '@/domain/order/clean/time';
import type { BytesHttp } from '@/server/links/outbound';
import { checked, readAnswer } from '../answer';
import { failureOf } from './errors';
import type { TopSettings } from './settings';
import { signParams } from './sign';

const number = z.union([z.number(), z.string().regex(/^\d{1,9}$/)]).transform(Number);
const refusal = z.object({ error_response: z.object({ code: number, sub_code: z.string().nullish() }) });
const FORM = { 'content-type': 'application/x-www-form-urlencoded;charset=utf-8' };

/** Calls a method with its own parameters and, where it needs one, a session; returns what stands under the answer's root. */
export type TopCall = (
  method: string,
  params: Readonly<Record<string, string>>,
  session: string | null,
) => Promise<unknown>;

/** Times of TOP are those of China, without a zone. */
export const topTime = (at: Instant): string =>
  new Date(at + CHINA_OFFSET_MS).toISOString().slice(0, 19).replace('T', ' ');

const rootOf = (method: string): string => `${method.replace(/^taobao\./, '').replaceAll('.', '_')}_response`;

/** Signed calls of one app. Throws CallFailure. */
export const topCalls =
  (settings: TopSettings, http: BytesHttp, clock: () => Instant): TopCall =>
  async (method, params, session) => {
    const all = {
      ...params,
      method,
      app_key: settings.appKey,
      timestamp: topTime(clock()),
      format: 'json',
      v: '2.0',
      sign_method: settings.signMethod,
      ...(session === null ? {} : { session }),
    };
    const given = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== ''));
    const sign = signParams(settings.appSecret, given, settings.signMethod);
    const body = Buffer.from(new URLSearchParams({ ...given, sign }).toString());
    const json = readAnswer(method, await http({ url: new URL(settings.apiBase), body, headers: FORM }));
    const refused = refusal.safeParse(json);
    if (refused.success) {
      const { code, sub_code: subCode } = refused.data.error_response;
      throw failureOf(method, code, subCode ?? '');
    }
    const root = rootOf(method);
    return checked(z.object({ [root]: z.looseObject({}) }), json, method)[root];
  };

import * as z from 'zod';
import type { Instant } from '@/domain/clocks/instant';
import { CHINA_OFFSET_MS } from '@/domain/order/clean/time';
import type { BytesHttp } from '@/server/links/outbound';
import { checked, readAnswer } from '../answer';
import { sortedJson } from '../json';
import { failureOf } from './errors';
import type { JosSettings } from './settings';
import { signParams } from './sign';

type Json = Readonly<Record<string, unknown>>;

const code = z.union([z.string(), z.number()]).transform(String);
const refusal = z.object({
  error_response: z.object({ code, zh_desc: z.string().nullish(), en_desc: z.string().nullish() }),
});
const outcome = z.object({
  success: z.union([z.boolean(), z.string()]).transform((said) => String(said) === 'true'),
  errorCode: code.nullish(),
  chineseErrCode: z.string().nullish(),
});
const root = z.looseObject({ code: code.nullish() });
const FORM = { 'content-type': 'application/x-www-form-urlencoded;charset=utf-8' };
const OK = '0';

/** Calls a method and returns the first of the named parts of its answer that is there, once the platform says that it went well. */
export type JosCall = (method: string, params: Json, accessToken: string, parts: readonly string[]) => Promise<Json>;

/** Times of JOS are those of China, without a zone. */
export const josTime = (at: Instant): string =>
  new Date(at + CHINA_OFFSET_MS).toISOString().slice(0, 19).replace('T', ' ');

/** The platform writes "responce"; should it ever learn to spell, that is read as well. */
const rootsOf = (method: string): string[] =>
  ['responce', 'response'].map((end) => `${method.replaceAll('.', '_')}_${end}`);

function resultOf(method: string, json: Json, parts: readonly string[]): Json {
  const refused = refusal.safeParse(json);
  if (refused.success) {
    const { code: given, zh_desc: zh, en_desc: en } = refused.data.error_response;
    throw failureOf(method, given, `${zh ?? ''} ${en ?? ''}`);
  }
  const name = rootsOf(method).find((known) => known in json) ?? rootsOf(method)[0] ?? '';
  const body = checked(z.object({ [name]: root }), json, method)[name] as Json & { code?: string | null };
  if (body.code != null && body.code !== OK) throw failureOf(method, body.code, String(body.zh_desc ?? ''));
  const part = parts.find((known) => known in body) ?? parts[0] ?? '';
  const result = checked(z.object({ [part]: z.looseObject({ apiResult: outcome }) }), body, method)[part];
  const { apiResult } = result as { apiResult: z.infer<typeof outcome> };
  if (!apiResult.success) throw failureOf(method, apiResult.errorCode ?? '', apiResult.chineseErrCode ?? '');
  return result as Json;
}

/** Signed calls of one app. Throws CallFailure. */
export const josCalls =
  (settings: JosSettings, http: BytesHttp, clock: () => Instant): JosCall =>
  async (method, params, accessToken, parts) => {
    const all = {
      method,
      app_key: settings.appKey,
      access_token: accessToken,
      timestamp: josTime(clock()),
      v: '2.0',
      '360buy_param_json': sortedJson(params),
    };
    const sign = signParams(settings.appSecret, all);
    const body = Buffer.from(new URLSearchParams({ ...all, sign }).toString());
    const json = readAnswer(method, await http({ url: new URL(settings.apiBase), body, headers: FORM }));
    return resultOf(method, checked(z.looseObject({}), json, method), parts);
  };

import { createHash, createHmac } from 'node:crypto';

export const SIGN_METHODS = ['hmac-sha256', 'md5'] as const;
export type SignMethod = (typeof SIGN_METHODS)[number];

/**
 * Signs the parameters of a call: secret + each key and value in the order of the keys + secret, as lower hex of MD5, or of
 * HMAC-SHA256 under the same secret. Source: SignUtil of the official SDK of 抖店 (op.jinritemai.com).
 */
export function signParams(secret: string, params: Readonly<Record<string, string>>, method: SignMethod): string {
  const pairs = Object.keys(params)
    .sort()
    .map((key) => `${key}${params[key]}`);
  const text = `${secret}${pairs.join('')}${secret}`;
  return method === 'md5'
    ? createHash('md5').update(text).digest('hex')
    : createHmac('sha256', secret).update(text).digest('hex');
}

/** The 16 bytes behind the header event-sign: MD5 over app key + raw body + app secret. */
export const digestOfPush = (appKey: string, raw: Uint8Array, appSecret: string): Buffer =>
  createHash('md5').update(appKey).update(raw).update(appSecret).digest();

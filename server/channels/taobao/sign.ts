import { createHash, createHmac } from 'node:crypto';

export const SIGN_METHODS = ['md5', 'hmac', 'hmac-sha256'] as const;
export type SignMethod = (typeof SIGN_METHODS)[number];

const HASHES = { hmac: 'md5', 'hmac-sha256': 'sha256' } as const;

/**
 * Signs the parameters of a call to TOP: each key and value in the order of the keys, empty ones left out. Upper hex of MD5 over
 * secret + text + secret, or of the text's HMAC-MD5 or HMAC-SHA256 under the secret.
 * Source: 淘宝开放平台, API 调用协议 (open.taobao.com).
 */
export function signParams(secret: string, params: Readonly<Record<string, string>>, method: SignMethod): string {
  const text = Object.entries(params)
    .filter(([, value]) => value !== '')
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${key}${value}`)
    .join('');
  const hash =
    method === 'md5'
      ? createHash('md5').update(`${secret}${text}${secret}`)
      : createHmac(HASHES[method], secret).update(text);
  return hash.digest('hex').toUpperCase();
}

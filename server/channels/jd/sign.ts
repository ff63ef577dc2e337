import { createHash } from 'node:crypto';

/**
 * Signs the parameters of a call to JOS: upper hex of MD5 over secret + each key and value in the order of the keys, empty ones
 * left out + secret. Source: 京东宙斯开放平台, API 调用方法 (jos.jd.com).
 */
export function signParams(secret: string, params: Readonly<Record<string, string>>): string {
  const text = Object.entries(params)
    .filter(([, value]) => value !== '')
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${key}${value}`)
    .join('');
  return createHash('md5').update(`${secret}${text}${secret}`).digest('hex').toUpperCase();
}

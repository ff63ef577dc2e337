import { createHash } from 'node:crypto';
import { isEqualText } from '../equal-text';

/**
 * Upper-hex MD5 over secret, the sorted query without `sign`, the raw body, and the secret again; alike in both directions.
 * Source: developer.alibaba.com articleId=118404.
 */
export function qimenSign(secret: string, query: Iterable<readonly [string, string]>, body: Buffer): string {
  const sorted = [...query]
    .filter(([name]) => name !== 'sign')
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([name, value]) => `${name}${value}`)
    .join('');
  return createHash('md5')
    .update(secret + sorted)
    .update(body)
    .update(secret)
    .digest('hex')
    .toUpperCase();
}

/** Whether a call carries this secret's signature, once. */
export function isQimenSigned(secret: string, query: URLSearchParams, body: Buffer): boolean {
  const given = query.getAll('sign');
  const names = [...query.keys()];
  const isPlain = given.length === 1 && new Set(names).size === names.length;
  return isEqualText((given[0] ?? '').toUpperCase(), qimenSign(secret, query, body)) && isPlain;
}

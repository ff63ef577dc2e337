import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** Every parameter that is not empty, by its name, name and value run together: what TOP and JOS sign. */
export const joined = (params: ReadonlyMap<string, string>): string =>
  [...params]
    .filter(([name, value]) => name !== 'sign' && value !== '')
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flat()
    .join('');

/** MD5 over secret, text and secret. */
export const md5Around = (secret: string, text: string): string =>
  createHash('md5').update(secret).update(text, 'utf8').update(secret).digest('hex').toUpperCase();

export const hmacOf = (hash: 'md5' | 'sha256', secret: string, text: string): string =>
  createHmac(hash, secret).update(text, 'utf8').digest('hex').toUpperCase();

export function isSame(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}

const CHINA_OFFSET_MS = 8 * 3_600_000;

/** yyyy-MM-dd HH:mm:ss in China, without a zone. */
export const chinaTime = (at: number): string =>
  new Date(at + CHINA_OFFSET_MS).toISOString().slice(0, 19).replace('T', ' ');

/** The instant of such a time; NaN for anything else. */
export const instantOf = (text: string): number =>
  /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(text) ? Date.parse(`${text.replace(' ', 'T')}+08:00`) : Number.NaN;

export const yuan = (fen: number): string => (fen / 100).toFixed(2);

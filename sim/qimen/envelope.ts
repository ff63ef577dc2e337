import { createHash } from 'node:crypto';

const CHINA_OFFSET_MS = 8 * 3_600_000;
const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

export const xmlText = (text: string): string => text.replace(/[&<>]/g, (sign) => ESCAPES[sign] ?? sign);

const plainText = (inner: string): string =>
  inner.replace(
    /&(lt|gt|amp|quot|apos);/g,
    (_, entity: string) => ({ lt: '<', gt: '>', quot: '"', apos: "'" })[entity] ?? '&',
  );

/** The texts of all elements of this name. */
export const elementTexts = (xml: string, name: string): string[] =>
  [...xml.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, 'g'))].map(([, inner = '']) => plainText(inner));

/** The text of the first element of this name; '' where there is none. */
export const elementText = (xml: string, name: string): string => elementTexts(xml, name)[0] ?? '';

/** "2026-11-11 00:05:00" in Chinese time. */
export const qimenTime = (ms: number): string =>
  new Date(ms + CHINA_OFFSET_MS).toISOString().slice(0, 19).replace('T', ' ');

/** Upper-hex MD5 of secret, sorted query, body, secret. */
export function signature(secret: string, query: URLSearchParams, body: string): string {
  const names = [...query.keys()].filter((name) => name !== 'sign').sort();
  const joined = names.map((name) => name + (query.get(name) ?? '')).join('');
  return createHash('md5')
    .update(secret + joined + body + secret)
    .digest('hex')
    .toUpperCase();
}

export const response = (flag: 'success' | 'failure', code: string, message: string, more = ''): string =>
  `<?xml version="1.0" encoding="utf-8"?><response><flag>${flag}</flag><code>${xmlText(code)}</code><message>${xmlText(message)}</message>${more}</response>`;

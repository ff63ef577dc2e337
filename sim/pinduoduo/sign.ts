import { createHash, timingSafeEqual } from 'node:crypto';

/** The sign that a call of this app must carry: every parameter but the sign, sorted by name. */
export function signCall(params: URLSearchParams, clientSecret: string): string {
  const names = [...new Set(params.keys())].filter((name) => name !== 'sign').sort();
  let text = clientSecret;
  for (const name of names) text += name + (params.get(name) ?? '');
  return createHash('md5')
    .update(text + clientSecret, 'utf8')
    .digest('hex')
    .toUpperCase();
}

/** The last part of the path of a connection, before it is written into an address. */
export function connectDigest(clientId: string, time: string, clientSecret: string): string {
  const hex = createHash('md5').update(clientId).update(time).update(clientSecret).digest('hex');
  return Buffer.from(hex, 'ascii').toString('base64');
}

export function isSame(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}

import { createHash } from 'node:crypto';

const md5 = (text: string): string => createHash('md5').update(text).digest('hex');

/** Signs the parameters of a call: secret + each key and value in the order of the keys + secret, as upper hex of MD5. */
export function signParams(secret: string, params: Readonly<Record<string, string>>): string {
  const pairs = Object.keys(params)
    .sort()
    .map((key) => `${key}${params[key]}`);
  return md5(`${secret}${pairs.join('')}${secret}`).toUpperCase();
}

/** The path of the message service: client id, time in ms, and base64 of the hex MD5 over both and the secret. */
export function messagePath(clientId: string, timeMs: number, secret: string): string {
  const digest = Buffer.from(md5(`${clientId}${timeMs}${secret}`)).toString('base64');
  return `/message/${encodeURIComponent(clientId)}/${timeMs}/${encodeURIComponent(digest)}`;
}

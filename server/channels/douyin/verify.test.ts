import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { hasShared, SHARED_DIR } from '@/db/testing/shared';
import { digestOfPush } from './sign';
import { verifyDoudianPush } from './verify';

const appKey = '3409409348479354011';
const secret = '2ad2355c-01d0-11f8-91dc-05a8cd1054b1';
const raw = fs.readFileSync(path.join(import.meta.dirname, 'fixtures/push-batch.json'));
const headersFor = (body: Buffer, key = secret, app = appKey) => ({
  'app-id': app,
  'event-sign': digestOfPush(app, body, key).toString('hex'),
});
const judge = (
  body: Buffer,
  headers: Record<string, string>,
  secrets = [secret],
  credentials: Record<string, string> = {},
) => verifyDoudianPush(body, headers, { secrets, credentials });
const refusalOf = (...given: Parameters<typeof judge>) => {
  const verdict = judge(...given);
  return verdict.ok ? null : `${verdict.status} ${verdict.refusal}: ${verdict.reason}`;
};

if (!hasShared) console.warn('SKIPPED: the vectors beside the project are absent');

describe('a push of 抖店', () => {
  it.skipIf(!hasShared)('is taken by its raw bytes, and told when only its bytes without blanks are signed', () => {
    const { push } = JSON.parse(fs.readFileSync(path.join(SHARED_DIR, 'protocols/vectors/doudian.json'), 'utf8'));
    const [genuine, blank] = push;
    const body = Buffer.from(genuine.body);
    expect(judge(body, genuine.headers, [genuine.appSecret])).toMatchObject({ ok: true, secretIndex: 0 });
    const spaced = Buffer.from(blank.body);
    const signed = (sign: string) => ({ 'app-id': blank.appKey, 'event-sign': sign });
    expect(judge(spaced, signed(blank.rawMd5), [blank.appSecret])).toMatchObject({ ok: true });
    expect(refusalOf(spaced, signed(blank.strippedMd5), [blank.appSecret])).toBe(
      '401 wrong-signature: event-sign fits the body without blanks only',
    );
  });

  it('is taken under any live secret, and says which', () => {
    expect(judge(raw, headersFor(raw), ['newer', secret])).toMatchObject({ ok: true, secretIndex: 1 });
    expect(judge(raw, headersFor(raw), [secret, ''])).toMatchObject({ ok: true, secretIndex: 0 });
  });

  it('may be signed in capitals', () => {
    const headers = headersFor(raw);
    expect(judge(raw, { ...headers, 'event-sign': headers['event-sign'].toUpperCase() }).ok).toBe(true);
  });

  it.each([
    ['with one byte changed', Buffer.from(String(raw).replace('4463798', '4463799')), headersFor(raw)],
    ['with one byte more', Buffer.concat([raw, Buffer.from(' ')]), headersFor(raw)],
    ['signed by another secret', raw, headersFor(raw, 'another')],
    ['signed by no secret', raw, headersFor(raw, '')],
    ['under another app id than it was signed with', raw, { ...headersFor(raw), 'app-id': '1' }],
    [
      'with an app id that has taken over the beginning of the body',
      raw.subarray(1),
      { ...headersFor(raw), 'app-id': `${appKey}[` },
    ],
    ['without event-sign', raw, { 'app-id': appKey }],
    ['without app-id', raw, { 'event-sign': headersFor(raw)['event-sign'] }],
    ['with half a signature', raw, { ...headersFor(raw), 'event-sign': headersFor(raw)['event-sign'].slice(16) }],
    ['with nothing at all', Buffer.alloc(0), {}],
  ])('is refused with 401 %s', (_, body, headers) => {
    expect(refusalOf(body, headers)).toMatch(/^401 /);
  });

  it('of another app is refused where the shop has said which app is its own', () => {
    expect(refusalOf(raw, headersFor(raw), [secret], { appKey: '7' })).toMatch(
      /^401 wrong-signature: app-id is another/,
    );
    expect(refusalOf(raw, headersFor(raw), [secret], { appKey })).toBeNull();
  });

  it('that is genuine and empty, or nested without end, is refused with 400', () => {
    const nothing = Buffer.alloc(0);
    const deep = Buffer.from(`${'['.repeat(100_000)}${']'.repeat(100_000)}`);
    expect(refusalOf(nothing, headersFor(nothing))).toBe('400 malformed: the body is empty');
    expect(refusalOf(deep, headersFor(deep))).toMatch(/^400 malformed: nested deeper/);
  });
});

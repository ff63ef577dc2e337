import fs from 'node:fs';
import path from 'node:path';
import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';
import { hasShared, SHARED_DIR } from '@/db/testing/shared';
import { pushHeaders } from '@/server/testing/push';
import { verifyStandardWebhook } from './verify';

const secret = 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD';
const other = `whsec_${Buffer.alloc(24, 7).toString('base64')}`;
const sign = (key: string, id: string, timestamp: string, body: Buffer) =>
  pushHeaders({ id, timestamp, body, secret: key })['webhook-signature'];
const now = 1_762_790_405_000;
const raw = Buffer.from('{"type":"order.paid","buyer":"张三"}');
const headersFor = (values: Record<string, string> = {}, body = raw, key = secret) => {
  const id = values['webhook-id'] ?? 'msg_1';
  const timestamp = values['webhook-timestamp'] ?? String(now / 1000);
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': sign(key, id, timestamp, body),
    ...values,
  };
};
const statusOf = (headers: Record<string, string>, body = raw, secrets = [secret], at = now) => {
  const verdict = verifyStandardWebhook(body, headers, { secrets }, at);
  return verdict.ok ? 200 : verdict.status;
};
const good = headersFor()['webhook-signature'];

if (!hasShared) console.warn('SKIPPED: the vectors beside the project are absent');

describe('the signature of a push', () => {
  it.skipIf(!hasShared)('is judged as the published examples of Standard Webhooks say', () => {
    const { cases } = JSON.parse(
      fs.readFileSync(path.join(SHARED_DIR, 'protocols/vectors/standard_webhooks.json'), 'utf8'),
    ) as { cases: { secret: string; id: string; timestamp: string; body: string; signature: string }[] };
    expect(cases.length).toBeGreaterThan(1);
    for (const example of cases) {
      const headers = {
        'webhook-id': example.id,
        'webhook-timestamp': example.timestamp,
        'webhook-signature': example.signature,
      };
      const at = Number(example.timestamp) * 1000;
      expect(verifyStandardWebhook(Buffer.from(example.body), headers, { secrets: [example.secret] }, at)).toEqual({
        ok: true,
        key: example.id,
        secretIndex: 0,
      });
      expect(statusOf(headers, Buffer.from(`${example.body} `), [example.secret], at)).toBe(401);
    }
  });

  it('made by the standardwebhooks library is taken', () => {
    for (const text of ['{}', '{"订单":"张三"}', ' '.repeat(10_000)]) {
      const signature = new Webhook(secret).sign('msg_1', new Date(now), text);
      expect(statusOf(headersFor({ 'webhook-signature': signature }), Buffer.from(text))).toBe(200);
    }
  });

  it('is taken when any live secret fits, so that secrets can be rotated', () => {
    expect(statusOf(headersFor(), raw, [other, secret])).toBe(200);
    expect(statusOf(headersFor(), raw, [secret, other])).toBe(200);
    expect(statusOf(headersFor(), raw, [other])).toBe(401);
    expect(statusOf(headersFor(), raw, [])).toBe(401);
  });

  it('says which of the live secrets made it', () => {
    expect(verifyStandardWebhook(raw, headersFor(), { secrets: [other, secret] }, now)).toMatchObject({
      secretIndex: 1,
    });
    expect(verifyStandardWebhook(raw, headersFor(), { secrets: [secret, other] }, now)).toMatchObject({
      secretIndex: 0,
    });
  });

  it.each([
    ['a header is missing', headersFor({ 'webhook-signature': '' }), 'header-missing'],
    ['the clock is wrong', headersFor({ 'webhook-timestamp': '1' }), 'clock-skew'],
    ['the secret is another', headersFor({}, raw, other), 'wrong-signature'],
  ])('that is refused says so when %s', (_, headers, refusal) => {
    expect(verifyStandardWebhook(raw, headers, { secrets: [secret] }, now)).toMatchObject({ ok: false, refusal });
  });

  it('is taken when any of several listed signatures fits', () => {
    const foreign = sign(other, 'msg_1', String(now / 1000), raw);
    expect(statusOf(headersFor({ 'webhook-signature': `${foreign} ${good}` }))).toBe(200);
    expect(statusOf(headersFor({ 'webhook-signature': `v1a,abc= ${good}` }))).toBe(200);
  });

  it('covers the raw bytes, not what they mean', () => {
    const spaced = Buffer.from('{"type": "order.paid","buyer":"张三"}');
    expect(statusOf(headersFor(), spaced)).toBe(401);
    expect(statusOf(headersFor({}, spaced), spaced)).toBe(200);
  });

  it.each([
    ['is empty', ''],
    ['is off by one byte', good.replace(/.(?==$)/u, (last) => (last === 'A' ? 'E' : 'A'))],
    ['is given twice', `${good} ${good}`],
    ['came in two headers', `${good}, ${good}`],
    ['is doubled', `${good}${good.slice(3)}`],
    ['is cut short', good.slice(0, -6)],
    ['has no version', good.slice(3)],
    ['is one of a hundred', Array.from({ length: 100 }, (_, n) => sign(other, `${n}`, '1', raw)).join(' ')],
  ])('refuses the push with 401 when it %s', (_, signature) => {
    expect(statusOf(headersFor({ 'webhook-signature': signature }))).toBe(401);
  });

  it('proves nothing when the secret is empty or tiny', () => {
    expect(statusOf(headersFor({}, raw, 'whsec_'), raw, ['', 'whsec_', 'whsec_AAAA'])).toBe(401);
  });
});

describe('the time of a push', () => {
  it.each([
    ['ten minutes late', String(now / 1000 - 600)],
    ['ten minutes early', String(now / 1000 + 600)],
    ['text', 'yesterday'],
    ['negative', `-${now / 1000}`],
    ['milliseconds for seconds', String(now)],
    ['a fraction', `${now / 1000}.5`],
    ['empty', ''],
  ])('refuses the push with 401 when it is %s', (_, timestamp) => {
    expect(statusOf(headersFor({ 'webhook-timestamp': timestamp }))).toBe(401);
  });

  it('may be off by 300 seconds and no more', () => {
    expect(statusOf(headersFor({ 'webhook-timestamp': String(now / 1000 - 300) }))).toBe(200);
    expect(statusOf(headersFor({ 'webhook-timestamp': String(now / 1000 - 301) }))).toBe(401);
  });
});

describe('the id of a push', () => {
  it.each([
    ['is missing', ''],
    ['came in two headers', 'msg_1, msg_2'],
    ['is endless', 'x'.repeat(201)],
    ['belongs to imported files', 'csv/1/abc'],
  ])('refuses the push with 401 when it %s', (_, id) => {
    expect(statusOf(headersFor({ 'webhook-id': id }))).toBe(401);
  });
});

it('refuses a genuine body nested 100,000 deep with 400, without running out of stack', () => {
  const deep = Buffer.from(`${'['.repeat(100_000)}${']'.repeat(100_000)}`);
  expect(statusOf(headersFor({}, deep), deep)).toBe(400);
});

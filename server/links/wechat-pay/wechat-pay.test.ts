import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { hasShared, SHARED_DIR } from '@/db/testing/shared';
import { MINUTE_MS, SECOND_MS } from '@/domain/clocks/instant';
import { readNotice } from './notice';
import { readPublicKey, WECHAT_PAY } from './wechat-pay';

const vector = () => JSON.parse(readFileSync(path.join(SHARED_DIR, 'protocols/vectors/wechatpay_v3.json'), 'utf8'));

function setUp() {
  const { platformPublicKeyPem: publicKey, apiV3Key, callback, tampered, decrypted } = vector();
  const headers = Object.fromEntries(
    Object.entries(callback.headers).map(([name, value]) => [name.toLowerCase(), String(value)]),
  );
  const values = {
    ...{ publicKey, apiV3Key, merchantId: '1900000109' },
    publicKeyId: headers['wechatpay-serial'] ?? '',
  };
  const now = Number(headers['wechatpay-timestamp']) * SECOND_MS;
  const verify = (body: string, at = now, changes: Readonly<Record<string, string>> = {}) =>
    WECHAT_PAY.verify(
      { raw: Buffer.from(body), query: new URLSearchParams(), headers: { ...headers, ...changes } },
      values,
      at,
    );
  return { values, now, verify, body: String(callback.body), tampered: String(tampered.body), decrypted };
}

describe.skipIf(!hasShared)('the published vector', () => {
  it('is genuine, and known by its id', () => {
    const { verify, body } = setUp();
    expect(verify(body)).toMatchObject({ ok: true, key: 'EV-2026111100000500001' });
  });

  it('is refused with a byte changed, another key id, a probing signature, or five minutes late', () => {
    const { verify, body, tampered, now } = setUp();
    expect(verify(tampered)).toEqual({ ok: false, refusal: 'signature' });
    expect(verify(body, now, { 'wechatpay-serial': 'OTHER' })).toEqual({ ok: false, refusal: 'unknown-key' });
    const probe = { 'wechatpay-signature': 'WECHATPAY/SIGNTEST/abc' };
    expect(verify(body, now, probe)).toEqual({ ok: false, refusal: 'signature' });
    expect(verify(body, now, { 'wechatpay-signature': '' })).toEqual({ ok: false, refusal: 'signature' });
    expect(verify(body, now + 6 * MINUTE_MS)).toEqual({ ok: false, refusal: 'stale' });
  });

  it('opens to the payment, without its payer', () => {
    const { body, values, now } = setUp();
    const fact = readNotice(Buffer.from(body), values, now + 366 * 86_400_000);
    expect(fact).toMatchObject({
      ...{ kind: 'payment', tradeNo: 'TW20261111000001', amountFen: 29_900, state: 'SUCCESS', isDone: true },
      ...{ number: '4200002026111100000000000001', method: 'wechat' },
    });
    expect(JSON.stringify(fact)).not.toContain('oUpF8uMuAJO');
  });

  it('is not read with another API v3 key or for another merchant', () => {
    const { body, values, now } = setUp();
    const read = (changes: object) => () => readNotice(Buffer.from(body), { ...values, ...changes }, now * 2);
    expect(read({ apiV3Key: 'x'.repeat(32) })).toThrow('API v3 key');
    expect(read({ merchantId: '1' })).toThrow('another merchant');
  });
});

it('a text that is no RSA key is none', () => {
  expect(readPublicKey('-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----')).toBeNull();
  expect(WECHAT_PAY.problemIn({ publicKey: 'x' })).toEqual({ field: 'publicKey', why: 'not-an-rsa-key' });
});

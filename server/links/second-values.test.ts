import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { wechatPayStandIn } from '@/sim/wechat-pay/stand-in';
import { KUAIDI100, kuaidi100Sign } from './kuaidi100/kuaidi100';
import type { LinkValues } from './link';
import { QIMEN } from './qimen/qimen';
import { qimenSign } from './qimen/sign';
import { WECHAT_PAY } from './wechat-pay/wechat-pay';

const NOW = Date.UTC(2026, 10, 12);
const NEWS = { tradeNo: 'TW-1', amountFen: 100, atMs: NOW };

describe('while keys are replaced both count', () => {
  const { publicKey: oldPem, ...old } = wechatPayStandIn();
  const renewed = wechatPayStandIn({
    ...{ merchantId: old.merchantId, publicKeyId: 'PUB_KEY_ID_NEW', apiV3Key: 'n'.repeat(32) },
    privateKey: generateKeyPairSync('rsa', { modulusLength: 2048 })
      .privateKey.export({ type: 'pkcs8', format: 'pem' })
      .toString(),
  });
  const first = {
    ...{ merchantId: old.merchantId, publicKeyId: old.publicKeyId, publicKey: oldPem, apiV3Key: old.apiV3Key },
  };
  const both = {
    ...first,
    ...{ secondKeyId: renewed.publicKeyId, secondKey: renewed.publicKey, secondApiV3Key: renewed.apiV3Key },
  };
  const judged = (service: Pick<typeof renewed, 'sign'>, values: LinkValues) => {
    const { headers, body } = service.sign(NEWS, NOW);
    const raw = Buffer.from(body);
    const verdict = WECHAT_PAY.verify({ raw, query: new URLSearchParams(), headers }, values, NOW);
    if (!verdict.ok) return verdict.refusal;
    return WECHAT_PAY.factsOf({ topic: '', body: raw, receivedAt: NOW }, values)[0];
  };

  it('WeChat Pay: each notice is proven with the key that it names, and opened with either API key', () => {
    const isPaid = { about: 'payment', tradeNo: 'TW-1', amountFen: 100 };
    expect(judged(old, both)).toMatchObject(isPaid);
    expect(judged(renewed, both)).toMatchObject(isPaid);
    expect(judged(renewed, first)).toBe('unknown-key');
    const mixed = { ...both, secondKey: first.publicKey };
    expect(judged(renewed, mixed)).toBe('signature');
  });

  it.each<[string, LinkValues, string]>([
    ['a second key without its id', { secondKeyId: '' }, 'secondKeyId'],
    ['an id without its key', { secondKey: '' }, 'secondKey'],
    ['the id of the first', { secondKeyId: first.publicKeyId }, 'secondKeyId'],
    ['something that is no key', { secondKey: 'x' }, 'secondKey'],
  ])('WeChat Pay: %s is refused', (_, change, field) => {
    expect(WECHAT_PAY.problemIn(both)).toBeNull();
    expect(WECHAT_PAY.problemIn({ ...both, ...change })).toMatchObject({ field });
  });

  it('a warehouse may sign with either secret, and with no other', () => {
    const values = { appKey: 'a', appSecret: 'first-secret', secondAppSecret: 'second-secret' };
    const signedWith = (secret: string, known: LinkValues = values) => {
      const raw = Buffer.from('<request/>');
      const query = new URLSearchParams({ app_key: 'a', method: 'x', timestamp: '2026-11-12 08:00:00' });
      query.set('sign', qimenSign(secret, query, raw));
      return QIMEN.verify({ raw, query, headers: {} }, known, NOW).ok;
    };
    expect([signedWith('first-secret'), signedWith('second-secret'), signedWith('third-secret')]).toEqual([
      true,
      true,
      false,
    ]);
    expect(signedWith('', { ...values, secondAppSecret: '' })).toBe(false);
  });

  it('parcels that were subscribed to under the former salt go on being heard', () => {
    const values = { salt: 'new-salt', secondSalt: 'old-salt' };
    const pushedWith = (salt: string, known: LinkValues = values) => {
      const param = '{"status":"polling"}';
      const raw = Buffer.from(new URLSearchParams({ param, sign: kuaidi100Sign(param, salt) }).toString());
      return KUAIDI100.verify({ raw, query: new URLSearchParams(), headers: {} }, known, NOW).ok;
    };
    expect([pushedWith('new-salt'), pushedWith('old-salt'), pushedWith('other')]).toEqual([true, true, false]);
    expect(pushedWith('', { ...values, secondSalt: '' })).toBe(false);
  });
});

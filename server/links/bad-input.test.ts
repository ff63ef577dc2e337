import { createCipheriv, createSign, generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { MINUTE_MS, SECOND_MS } from '@/domain/clocks/instant';
import { reasonOf } from '../channels/reason-of.test-data';
import { KUAIDI100, kuaidi100Sign } from './kuaidi100/kuaidi100';
import type { Link, LinkCall, LinkValues } from './link';
import { QIMEN } from './qimen/qimen';
import { qimenSign } from './qimen/sign';
import { writeTime } from './read-time';
import { WECHAT_PAY } from './wechat-pay/wechat-pay';

const NOW = Date.UTC(2026, 10, 11, 1, 0, 0);
const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const SEALING = 'k'.repeat(32);

/** What of a genuine message a test may change. Values are put into it as they are written here. */
interface Told {
  readonly time?: string;
  readonly words?: string;
  readonly amount?: string;
}
interface Sample {
  readonly link: Link;
  readonly values: LinkValues;
  /** The body of a genuine message. */
  readonly bodyOf: (told: Told) => string;
  /** How its sender signs a body, at a moment written as given. */
  readonly sign: (body: Buffer, at?: string) => LinkCall;
  /** The same call with other signatures: as many as there are. */
  readonly signedBy: (call: LinkCall, signatures: readonly string[]) => LinkCall;
  readonly signatureOf: (call: LinkCall) => string;
  readonly topic: string;
  readonly nowText: string;
  readonly isTimed: boolean;
}

const queryOf = (call: LinkCall, signs: readonly string[]): LinkCall => {
  const query = new URLSearchParams(call.query);
  query.delete('sign');
  for (const sign of signs) query.append('sign', sign);
  return { ...call, query };
};

const qimen: Sample = {
  link: QIMEN,
  values: { appKey: 'app', appSecret: 'qimen-secret', customerId: 'c1' },
  bodyOf: ({ time = '2026-11-11 09:00:00', words = '完成' }) =>
    `<request><order><orderCode>TW1</orderCode></order><process><processStatus>PICK</processStatus><operateTime>${time}</operateTime><operateInfo>${words}</operateInfo></process></request>`,
  sign: (raw, timestamp = '2026-11-11 09:00:00') => {
    const query = new URLSearchParams({ method: 'taobao.qimen.orderprocess.report', timestamp, app_key: 'app' });
    query.set('sign', qimenSign('qimen-secret', query, raw));
    return { raw, query, headers: {} };
  },
  signedBy: queryOf,
  signatureOf: ({ query }) => query.get('sign') ?? '',
  topic: 'orderprocess.report',
  nowText: '2026-11-11 09:00:00',
  isTimed: true,
};

const formOf = (param: string, signs: readonly string[]): LinkCall => {
  const form = new URLSearchParams({ param });
  for (const sign of signs) form.append('sign', sign);
  return { raw: Buffer.from(form.toString()), query: new URLSearchParams(), headers: {} };
};
const paramOf = ({ raw }: LinkCall) => new URLSearchParams(raw.toString()).get('param') ?? '';

const kuaidi100: Sample = {
  link: KUAIDI100,
  values: { salt: 'the-salt', key: 'a-key' },
  bodyOf: ({ time = '2026-11-11 09:00:00', words = '到达' }) =>
    `{"status":"polling","lastResult":{"state":"0","com":"shunfeng","nu":"SF1","data":[{"time":"${time}","context":"${words}","statusCode":"0"}]}}`,
  sign: (body) => formOf(body.toString(), [kuaidi100Sign(body.toString(), 'the-salt')]),
  signedBy: (call, signs) => formOf(paramOf(call), signs),
  signatureOf: ({ raw }) => new URLSearchParams(raw.toString()).get('sign') ?? '',
  topic: '',
  nowText: '',
  isTimed: false,
};

function sealedResource(text: string): object {
  const cipher = createCipheriv('aes-256-gcm', SEALING, 'twelve-bytes');
  const sealed = Buffer.concat([cipher.update(text), cipher.final(), cipher.getAuthTag()]);
  return { algorithm: 'AEAD_AES_256_GCM', ciphertext: sealed.toString('base64'), nonce: 'twelve-bytes' };
}

const wechatPay: Sample = {
  link: WECHAT_PAY,
  values: {
    ...{ publicKeyId: 'PUB_KEY_ID_1', apiV3Key: SEALING, merchantId: '1900000109' },
    publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  },
  bodyOf: ({ time = '2026-11-11T09:00:00+08:00', words = 'TW1', amount = '29900' }) =>
    JSON.stringify({
      ...{ id: 'EV-1', create_time: '2026-11-11T09:00:00+08:00', event_type: 'TRANSACTION.SUCCESS' },
      resource: sealedResource(
        `{"mchid":"1900000109","out_trade_no":"${words}","transaction_id":"42","trade_state":"SUCCESS","success_time":"${time}","amount":{"total":${amount}}}`,
      ),
    }),
  sign: (raw, at = String(NOW / SECOND_MS)) => {
    const signer = createSign('RSA-SHA256').update(`${at}\nnonce\n`).update(raw).update('\n');
    const headers = {
      ...{ 'wechatpay-serial': 'PUB_KEY_ID_1', 'wechatpay-timestamp': at, 'wechatpay-nonce': 'nonce' },
      'wechatpay-signature': signer.sign(privateKey, 'base64'),
    };
    return { raw, query: new URLSearchParams(), headers };
  },
  // Two headers of one name reach us as one, with a comma between.
  signedBy: (call, signs) => ({ ...call, headers: { ...call.headers, 'wechatpay-signature': signs.join(', ') } }),
  signatureOf: ({ headers }) => String(headers['wechatpay-signature']),
  topic: '',
  nowText: String(NOW / SECOND_MS),
  isTimed: true,
};

const offBy = (sign: string): string => `${sign[0] === 'A' ? 'B' : 'A'}${sign.slice(1)}`;

describe.each([
  ['qimen', qimen],
  ['kuaidi100', kuaidi100],
  ['wechat-pay', wechatPay],
] as const)('what %s sends', (name, sample) => {
  const { link, values, topic } = sample;
  const genuine = sample.sign(Buffer.from(sample.bodyOf({})));
  const verdictOf = (call: LinkCall) => {
    const verdict = link.verify(call, values, NOW);
    return verdict.ok ? 'taken' : verdict.refusal;
  };
  const read = (body: string | Buffer) => link.factsOf({ topic, body: Buffer.from(body), receivedAt: NOW }, values);

  it('is taken and read as it is', () => {
    expect(verdictOf(genuine)).toBe('taken');
    expect(read(sample.bodyOf({}))).toHaveLength(1);
  });

  const good = sample.signatureOf(genuine);
  it.each([
    ['off by a byte', [offBy(good)]],
    ['empty', ['']],
    ['absent', []],
    ['given twice', [good, good]],
    ['cut short', [good.slice(0, -6)]],
    ['of another body', [sample.signatureOf(sample.sign(Buffer.from(sample.bodyOf({ words: 'other' }))))]],
  ])('is refused with a signature that is %s', (_, signs) => {
    expect(verdictOf(sample.signedBy(genuine, signs))).toBe('signature');
  });

  const written = (at: number) => (name === 'qimen' ? writeTime(at) : String(at / SECOND_MS));
  if (sample.isTimed)
    it.each([
      ['ten minutes late', written(NOW - 10 * MINUTE_MS)],
      ['ten minutes early', written(NOW + 10 * MINUTE_MS)],
      ['text', 'yesterday'],
      ['negative', `-${sample.nowText}`],
      ['empty', ''],
      ['a millisecond stamp of another day', String((NOW - 48 * 60 * MINUTE_MS) * 1_000)],
    ])('is refused with a time that is %s, however well it is signed', (_, at) => {
      expect(verdictOf(sample.sign(genuine.raw, at))).toBe('stale');
    });

  it.each([
    ['0000-00-00 00:00:00', 'no-such-date'],
    ['2026-02-30 00:00:00', 'no-such-date'],
    ['2029-11-11 00:00:00', 'too-far-ahead'],
    ['2027-05-01 00:00:00', 'too-far-ahead'],
    ['1999-12-31 00:00:00', 'too-old'],
    ['yesterday', 'not-a-time'],
  ])('that is to have happened at %s never counts', (time, code) => {
    const body = sample.bodyOf({ time });
    // One scan among many is left out; a message about one moment is set aside.
    if (name === 'kuaidi100') expect(read(body)).toMatchObject([{ scans: [], at: null }]);
    else expect(reasonOf(() => read(body))).toMatch(new RegExp(`^${code} (?:operateTime|success_time)$`));
  });

  if (name === 'wechat-pay')
    it.each([['-1'], ['1e400'], ['"1,299.00"'], ['299.5'], ['null'], ['99999999999999999999']])(
      'with an amount of %s is set aside',
      (amount) =>
        expect(reasonOf(() => read(sample.bodyOf({ amount })))).toMatch(
          /^not-as-documented amount\.total$|^number-too-large$/,
        ),
    );

  it.each([
    ['nested 100,000 deep', '{"a":'.repeat(100_000), ['not-xml', 'nested-too-deep']],
    ['elements nested 100,000 deep', '<a>'.repeat(100_000), ['not-xml', 'not-json']],
    ['nothing', '', ['not-xml', 'not-json']],
    ['not UTF-8', Buffer.from([0x7b, 0xff, 0x7d]), ['not-utf8', 'not-utf8']],
    ['cut off', sample.bodyOf({}).slice(0, 60), ['not-xml', 'not-json']],
  ])('that is %s is set aside', (_, body, [ofXml, ofJson]) => {
    expect(reasonOf(() => read(body))).toBe(name === 'qimen' ? ofXml : ofJson);
  });

  if (name === 'kuaidi100')
    it.each([
      [String.raw`a\u0000b\ud800c\u202Ed\u200Be\uFEFF`, 'abcde'],
      ['<img src=x onerror=alert(1)>', '<img src=x onerror=alert(1)>'],
      ['１２３', '123'],
    ])('with the courier’s words %s keeps their clean text', (words, clean) => {
      expect(read(sample.bodyOf({ words }))).toMatchObject([{ scans: [{ text: clean }] }]);
    });

  if (name === 'qimen')
    it.each([
      ['a\u0001b\u202ec\u200bd', 'abcd'],
      ['&lt;script&gt;alert(1)&lt;/script&gt;', '<script>alert(1)</script>'],
      ['１３８００１３８０００ 收', '*********** 收'],
    ])('with the warehouse’s words %s keeps their clean text', (words, clean) => {
      expect(read(sample.bodyOf({ words }))).toMatchObject([{ detail: clean }]);
    });

  if (name === 'wechat-pay')
    it.each([[String.raw`TW\u00001`], [String.raw`TW\ud800`], ['T W'], ['']])(
      'about the order %j is set aside',
      (words) => expect(reasonOf(() => read(sample.bodyOf({ words })))).toBe('not-as-documented out_trade_no'),
    );
});

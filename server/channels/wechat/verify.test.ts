import fs from 'node:fs';
import path from 'node:path';
import * as oracle from '@wecom/crypto';
import { describe, expect, it } from 'vitest';
import { hasShared, SHARED_DIR } from '@/db/testing/shared';
import { pushOf, signOpen } from '@/sim/wechat/pusher';
import type { ShopKeys } from '../channel';
import { hintsOfEvent, messagesOfPush } from './hints';
import { answerShopCheck, verifyShopPush } from './verify';

const app = {
  ...{ appId: 'wx5823bf96d3bd56c7', appSecret: 's', token: 'QDG6eK', callsPerSecond: 1 },
  encodingAesKey: 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C',
};
const now = 1_794_326_410_000;
const keys = (secrets = [app.token], credentials: Record<string, string> = {}): ShopKeys => ({
  secrets,
  credentials: { appId: app.appId, encodingAesKey: app.encodingAesKey, ...credentials },
});
const notice = { event: 'channels_ec_order_pay', orderId: '3704612354559743232', at: 1_794_326_406 };
const push = (form: { isXml: boolean; isSealed: boolean }, at = now, sender = app) => {
  const { url, body } = pushOf(notice, form, sender, 'http://127.0.0.1/hooks/wechat/s', at);
  return { query: url.searchParams, raw: Buffer.from(body) };
};
const verify = ({ query, raw }: ReturnType<typeof push>, known = keys()) => verifyShopPush(raw, {}, known, now, query);
const refusalOf = (given: ReturnType<typeof push>, known = keys()) => {
  const verdict = verify(given, known);
  return verdict.ok ? 'taken' : verdict.refusal;
};
const JSON_FORM = { isXml: false, isSealed: true };
const XML_FORM = { isXml: true, isSealed: true };
const FORMS = [JSON_FORM, XML_FORM];
const firstOf = (given: ReturnType<typeof push>, known = keys()): Buffer =>
  messagesOfPush(given.raw, known)[0]?.body ?? Buffer.alloc(0);
if (!hasShared) console.warn('SKIPPED: the vectors beside the project are absent');

describe.skipIf(!hasShared)('the published vectors', () => {
  const read = (name: string) =>
    hasShared
      ? JSON.parse(fs.readFileSync(path.join(SHARED_DIR, `protocols/vectors/${name}.json`), 'utf8'))
      : { cases: [] };

  it('of the check of an address are answered as they say, and made so by the stand-in', () => {
    const { cases } = read('wechat_server_verify');
    expect(cases.length).toBeGreaterThan(0);
    for (const { token, timestamp, nonce, echostr, signature, expectBody } of cases) {
      const query = new URLSearchParams({ signature, timestamp, nonce, echostr });
      const at = Number(timestamp) * 1_000;
      expect(answerShopCheck(query, keys([token]), at)).toBe(expectBody);
      expect(answerShopCheck(query, keys(['other']), at)).toBeNull();
      expect(answerShopCheck(query, keys([token]), at + 301_000)).toBeNull();
      expect(signOpen(token, timestamp, nonce)).toBe(signature);
    }
  });

  it('of sealed callbacks are opened or refused as they say', () => {
    const { cases } = read('wecom_callback');
    expect(cases.length).toBeGreaterThan(4);
    for (const one of cases) {
      const query = new URLSearchParams({
        msg_signature: one.msg_signature,
        timestamp: one.timestamp,
        nonce: one.nonce,
      });
      const raw = Buffer.from(JSON.stringify({ Encrypt: one.encrypt }));
      const known = keys([one.token], { encodingAesKey: one.encodingAESKey, appId: one.receiveId });
      expect(verifyShopPush(raw, {}, known, Number(one.timestamp) * 1_000, query).ok, one.name).toBe(one.valid);
      if (one.valid) expect(messagesOfPush(raw, known)[0]?.body.toString()).toBe(one.plaintext);
    }
  });
});

describe('a sealed push', () => {
  it.each(FORMS)('in the form %j is genuine, and names its order with all digits', (form) => {
    const given = push(form);
    expect(verify(given)).toMatchObject({ ok: true, secretIndex: 0 });
    expect(hintsOfEvent(firstOf(given))).toEqual([notice.orderId]);
  });

  it.each(FORMS)('in the form %j that comes again is the same message, though it was sealed anew', (form) => {
    const [one, two] = [push(form), push(form, now + 5_000)];
    expect(one.raw.equals(two.raw)).toBe(false);
    expect(messagesOfPush(two.raw, keys())).toEqual(messagesOfPush(one.raw, keys()));
  });

  it('fits the older of two tokens while one replaces the other', () => {
    expect(verify(push(JSON_FORM), keys(['new', app.token]))).toMatchObject({ ok: true, secretIndex: 1 });
  });

  it('is opened as the published library seals it', () => {
    const sealed = oracle.encrypt(
      app.encodingAesKey,
      fs.readFileSync(path.join(import.meta.dirname, 'fixtures/order-pay.xml'), 'utf8'),
      app.appId,
    );
    const timestamp = String(now / 1_000);
    const query = new URLSearchParams({
      ...{ timestamp, nonce: '7' },
      msg_signature: oracle.getSignature(app.token, timestamp, '7', sealed),
    });
    const raw = Buffer.from(JSON.stringify({ Encrypt: sealed }));
    expect(verifyShopPush(raw, {}, keys(), now, query).ok).toBe(true);
    expect(hintsOfEvent(firstOf({ raw, query }))).toEqual(['3704000000000000017']);
  });

  const changed = (change: (query: URLSearchParams) => void) => {
    const given = push(JSON_FORM);
    change(given.query);
    return given;
  };
  it.each<[string, string, ReturnType<typeof push>, ShopKeys?]>([
    ['signed with another token', 'wrong-signature', push(JSON_FORM), keys(['other'])],
    ['of a shop without a token', 'wrong-signature', push(JSON_FORM), keys([''])],
    [
      'off by a byte',
      'wrong-signature',
      changed((query) => {
        const sign = query.get('msg_signature') ?? '';
        query.set('msg_signature', `${sign[0] === '0' ? '1' : '0'}${sign.slice(1)}`);
      }),
    ],
    ['without a signature', 'header-missing', changed((query) => query.delete('msg_signature'))],
    ['with two signatures', 'header-missing', changed((query) => query.append('msg_signature', 'x'))],
    ['with an empty signature', 'header-missing', changed((query) => query.set('msg_signature', ''))],
    ['six minutes old', 'clock-skew', push(JSON_FORM, now - 360_000)],
    ['from the future', 'clock-skew', push(JSON_FORM, now + 360_000)],
    ['stamped in ms', 'clock-skew', push(JSON_FORM, now * 1_000)],
    ['with words for a time', 'wrong-signature', changed((query) => query.set('timestamp', 'now'))],
    ['meant for another app', 'wrong-signature', push(JSON_FORM), keys(undefined, { appId: 'wx0' })],
    [
      'sealed with another key',
      'wrong-signature',
      push(JSON_FORM),
      keys(undefined, { encodingAesKey: 'a'.repeat(43) }),
    ],
    ['whose key nobody has entered', 'wrong-signature', push(JSON_FORM), keys(undefined, { encodingAesKey: '' })],
    ['that is empty', 'malformed', { ...push(JSON_FORM), raw: Buffer.alloc(0) }],
    ['nested 100,000 deep', 'malformed', { ...push(JSON_FORM), raw: Buffer.from('['.repeat(100_000)) }],
    [
      'that declares entities',
      'malformed',
      { ...push(XML_FORM), raw: Buffer.from('<!DOCTYPE a [<!ENTITY b "c">]><xml/>') },
    ],
    ['that is neither JSON nor XML', 'malformed', { ...push(JSON_FORM), raw: Buffer.from('hello') }],
  ])('%s is refused: %s', (_, refusal, given, known) => {
    expect(refusalOf(given, known)).toBe(refusal);
  });
});

describe('a push in the open', () => {
  const open = push({ isXml: false, isSealed: false });
  it('is taken by a shop that has chosen so', () => {
    const plain = keys(undefined, { encodingAesKey: '' });
    expect(refusalOf(open, plain)).toBe('taken');
    expect(hintsOfEvent(firstOf(open, plain))).toEqual([notice.orderId]);
  });
  it('is refused by a shop that has a key to open sealed ones', () => {
    expect(refusalOf(open)).toBe('wrong-signature');
  });
});

describe('an event', () => {
  const read = (name: string) => fs.readFileSync(path.join(import.meta.dirname, 'fixtures', name));
  it.each([['order-pay.json'], ['order-pay.xml']])('%s names its order', (name) => {
    expect(hintsOfEvent(read(name))).toEqual(['3704000000000000017']);
  });
  it.skipIf(!hasShared).each([['json'], ['xml']])('of the samples (%s) names its order', (form) => {
    const raw = fs.readFileSync(path.join(SHARED_DIR, `protocols/samples/wechat_shop_order_pay.event.${form}`));
    expect(hintsOfEvent(raw)).toEqual(['3704612354559743232']);
  });
  it('about stock, or a text of somebody, names none', () => {
    expect(hintsOfEvent(Buffer.from('{"Event":"channels_ec_stock_no_enough"}'))).toEqual([]);
    expect(hintsOfEvent(Buffer.from('<xml><MsgType>text</MsgType><Content>hi</Content></xml>'))).toEqual([]);
  });
  it.each([
    ['{"Event":"channels_ec_order_pay"}'],
    ['{"Event":"channels_ec_order_pay","order_info":{"order_id":3.7e18}}'],
    ['{"Event":"channels_ec_order_pay","order_info":{"order_id":"../1"}}'],
    ['<xml><Event>channels_ec_order_pay</Event></xml>'],
    ['[]'],
    ['no'],
  ])('%s is set aside', (text) => {
    expect(() => hintsOfEvent(Buffer.from(text))).toThrow();
  });
});

import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { hasShared, SHARED_DIR } from '@/db/testing/shared';
import { DAY_MS } from '@/domain/clocks/instant';
import { Unreadable } from '../channel';
import { reasonOf } from '../reason-of.test-data';
import { parseGenericMessage } from './parse';

const receivedAt = Date.parse('2026-11-11T00:00:10Z');
const context = { shopId: 'own-mall', platform: 'generic' as const, receivedAt };
const fixture = fs.readFileSync(path.join(import.meta.dirname, 'fixtures/order-paid.json'), 'utf8');

type Json = Record<string, unknown>;
const message = (data: Json = {}, envelope: Json = {}): Json => {
  const whole = JSON.parse(fixture) as Json & { data: Json };
  return { ...whole, ...envelope, data: { ...whole.data, ...data } };
};
const parseText = (text: string) => {
  const [event] = parseGenericMessage(Buffer.from(text), context);
  if (!event) throw new Error('no event');
  return event;
};
const parse = (data: Json = {}, envelope: Json = {}) => parseText(JSON.stringify(message(data, envelope)));
const item = (values: Json) => [{ sku: 'A', qty: 2, unitPriceCents: 15_900, ...values }];

if (!hasShared) console.warn('SKIPPED: the samples beside the project are absent');

describe('a whole order', () => {
  it('is read with every amount in fen and every time as an instant', () => {
    const event = parse();
    expect(event).toMatchObject({
      shopId: 'own-mall',
      orderNo: 'OM20261111000001',
      kind: 'order.paid',
      source: 'platform',
      at: Date.parse('2026-11-11T00:00:06Z'),
    });
    expect(event.fields).toMatchObject({
      status: 'to_ship',
      createdAt: Date.parse('2026-11-11T00:00:01Z'),
      paidAt: Date.parse('2026-11-11T00:00:05Z'),
      amountFen: 29_900,
      goodsFen: 31_800,
      discountFen: 1_900,
      freightFen: 0,
      paidFen: 29_900,
      couponFen: 1_900,
      paymentMethod: 'wechat',
      buyerId: 'u_10086',
      buyerIp: '36.152.44.96',
      buyerTags: ['VIP'],
      buyerNote: '生日礼物，请尽快'.normalize('NFKC'),
      sellerNote: '',
      holds: [],
      receiver: { phone: { state: 'plain', value: '13800138000' }, province: '浙江省' },
      lines: [{ lineNo: '1', sku: 'TW-MUG-01-B', quantity: 2, unitPriceFen: 15_900, paidFen: 29_900 }],
    });
    expect(event.bodyHash).toMatch(/^[0-9a-f]{64}$/);
  });

  it.skipIf(!hasShared)('is read from the published sample of the protocol', () => {
    const sample = fs.readFileSync(path.join(SHARED_DIR, 'protocols/samples/tidewatch_generic_order.webhook.json'));
    const [event] = parseGenericMessage(sample, context);
    expect(event?.fields).toMatchObject({ status: 'to_ship', amountFen: 29_900, paidFen: 29_900 });
  });

  it('leaves out what the sender did not say', () => {
    const { fields } = parse({ buyer: null, receiver: null, items: null, paidAt: null, sellerNote: null, holds: null });
    for (const field of ['buyerId', 'receiver', 'lines', 'paidFen', 'sellerNote', 'holds', 'trackingNo']) {
      expect(fields).not.toHaveProperty(field);
    }
  });

  it('without updatedAt has the version of its message', () => {
    expect(parse({ updatedAt: null }).at).toBe(Date.parse('2026-11-11T00:00:05Z'));
  });

  it('keeps its progress in warehouse and parcel', () => {
    const at = '2026-11-11T08:00:07+08:00';
    const fulfilment = {
      warehouse: 'HZ-1',
      carrier: '顺丰',
      trackingNo: 'SF1',
      packedAt: at,
      promisedAt: '2027-01-01T00:00:00Z',
      shipBy: '2026-11-13T00:00:00+08:00',
    };
    expect(parse({ fulfilment, status: null }, { type: 'order.shipped' }).fields).toMatchObject({
      status: 'shipped',
      warehouse: 'HZ-1',
      carrier: '顺丰',
      trackingNo: 'SF1',
      packedAt: Date.parse(at),
      shippedAt: Date.parse('2026-11-11T00:00:05Z'),
      promisedAt: Date.parse('2027-01-01T00:00:00Z'),
      shipBy: Date.parse('2026-11-12T16:00:00Z'),
    });
  });
});

describe('the status', () => {
  it.each([
    ['order.created', null, 'unpaid'],
    ['order.paid', null, 'to_ship'],
    ['order.picked', 'paid', 'to_ship'],
    ['order.shipped', 'paid', 'shipped'],
    ['order.collected', null, 'shipped'],
    ['order.signed', 'shipped', 'signed'],
    ['order.completed', null, 'done'],
    ['order.cancelled', 'paid', 'cancelled'],
    ['order.updated', 'paid_hold', 'paid_hold'],
    ['order.updated', null, undefined],
  ])('of %s with the word %s is %s', (type, word, expected) => {
    expect(parse({ status: word }, { type }).fields.status).toBe(expected);
  });

  it('closes with a refund of everything, and not with a part of it', () => {
    expect(parse({ status: null }, { type: 'order.refunded' }).fields).toMatchObject({
      status: 'cancelled',
      refundFen: 29_900,
    });
    const partly = parse({ status: 'refunded', refundCents: 100 }, { type: 'order.refunded' });
    expect(partly.fields).toMatchObject({ refundFen: 100 });
    expect(partly.fields).not.toHaveProperty('status');
  });

  it('in a word that nobody defined puts the message in quarantine', () => {
    expect(() => parse({ status: 'teleported' })).toThrow(Unreadable);
  });
});

describe('ids', () => {
  it('written as a bare number of 19 digits keep every digit', () => {
    const text = fixture.replace('"OM20261111000001"', '6496679971677798671').replace('"u_10086"', '9007199254740993');
    const event = parseText(text);
    expect(event.orderNo).toBe('6496679971677798671');
    expect(event.fields.buyerId).toBe('9007199254740993');
  });

  it.each([['4.12E+18'], [1.5], [''], ['a b'], ['x'.repeat(65)], ['订单一号'], [null], [{}]])(
    'like %j are refused',
    (no) => {
      expect(() => parse({ platformOrderNo: no })).toThrow(Unreadable);
    },
  );
});

describe('masked values', () => {
  it('are masked, not wrong', () => {
    const receiver = { name: '张**', phone: '138****8000', province: '浙江省', detail: '~AbCdEf12345~' };
    const fields = parse({ receiver, buyer: { id: '1', name: '李*' } }).fields;
    expect(fields.receiver).toMatchObject({
      name: { state: 'masked', shown: '张**' },
      phone: { state: 'masked', shown: '138****8000' },
      detail: { state: 'masked' },
    });
    expect(fields.buyerName).toEqual({ state: 'masked', shown: '李*' });
  });
});

describe('text that could break something', () => {
  it('is stored in a form that every part can hold', () => {
    const { fields } = parseText(
      JSON.stringify(message()).replace('生日礼物', 'a\\u0000b\\ud800c\\u202Ed\\u200Be１２'),
    );
    expect(fields.buyerNote).toMatch(/^abcde12/);
  });

  it('is kept as text when it looks like a page', () => {
    expect(parse({ buyerNote: '<script>alert(1)</script>' }).fields.buyerNote).toBe('<script>alert(1)</script>');
  });

  it('in full-width digits is still a phone number', () => {
    const { receiver } = parse({ receiver: { phone: '１３８００１３８０００' } }).fields;
    expect(receiver?.phone).toEqual({ state: 'plain', value: '13800138000' });
  });

  it('as keys of no field, __proto__ among them, is dropped', () => {
    for (const number of ['1', '12345678901234567890']) {
      const text = fixture.replace(
        '"data": {',
        `"data": { "__proto__": {"isAdmin": true}, "constructor": {"a": 1}, "evil": ${number},`,
      );
      const event = parseText(text);
      expect(({} as Json).isAdmin).toBeUndefined();
      expect(JSON.stringify(event)).not.toMatch(/isAdmin|evil/);
    }
  });

  it('in the place of an IP address is dropped, and the drop is recorded', () => {
    const event = parse({ buyer: { id: '1', ip: 'localhost; drop table' } });
    expect(event.fields).not.toHaveProperty('buyerIp');
    expect(event.cleaning).toContainEqual(expect.objectContaining({ step: 'drop-not-an-ip' }));
  });
});

describe('bodies that are no message', () => {
  it.each([
    ['not JSON', '{"type":', 'not-json'],
    ['not UTF-8', Buffer.from([0x7b, 0xff, 0x7d]), 'not-utf8'],
    ['nested 100,000 deep', `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`, 'nested-too-deep'],
    ['a bare number', '7', 'wrong-form body'],
    ['of another type', JSON.stringify(message({}, { type: 'order.exploded' })), 'wrong-form type'],
    ['without data', '{"type":"order.paid","timestamp":"2026-11-11T00:00:05Z"}', 'wrong-form data'],
  ])('are refused when %s', (_, body, reason) => {
    expect(reasonOf(() => parseGenericMessage(Buffer.from(body), context))).toBe(reason);
  });

  it('never have their content repeated in the reason', () => {
    expect(reasonOf(() => parseText('{"phone": "13800138000"'))).toBe('not-json');
  });
});

describe('amounts that cannot be believed put the message in quarantine', () => {
  const money = (text: string) => () => parseText(fixture.replace('"amountCents": 29900', `"amountCents": ${text}`));
  it.each([
    ['-1', 'amount-negative data.amountCents'],
    ['1e400', 'not-an-amount data.amountCents'],
    ['"1,299.00"', 'not-an-amount data.amountCents'],
    ['299.5', 'fraction-of-fen data.amountCents'],
    ['null', 'not-an-amount data.amountCents'],
    ['3000000000', 'amount-too-large data.amountCents'],
    ['99999999999999999999', 'not-an-amount data.amountCents'],
    ['0', 'zero-amount data.amountCents'],
    ['299', 'parts-factor-100 data.amountCents'],
    ['2990000', 'parts-factor-100 data.amountCents'],
  ])('an amount of %s', (text, reason) => {
    expect(reasonOf(money(text))).toBe(reason);
  });

  it.each([
    [{ items: item({ unitPriceCents: 0 }) }, 'gift-not-said data.items.0.unitPriceCents'],
    [{ items: item({ unitPriceCents: -1 }) }, 'amount-negative data.items.0.unitPriceCents'],
    [{ items: item({ unitPriceCents: 159 }) }, 'lines-factor-100 data.goodsCents'],
    [{ items: item({ qty: 0 }) }, 'wrong-form data.items.0.qty'],
    [{ items: item({ refundedQty: 3 }) }, 'wrong-form data.items.0.refundedQty'],
    [{ items: item({ qty: 1.5 }) }, 'wrong-form data.items.0.qty'],
    [{ paidCents: 299 }, 'paid-factor-100'],
  ])('an order with %j', (data, reason) => {
    expect(reasonOf(() => parse(data))).toBe(reason);
  });

  it('but a gift for nothing and an order paid by its discount are believed', () => {
    const items = [
      { sku: 'A', qty: 1, unitPriceCents: 15_900 },
      { sku: 'G', qty: 1, unitPriceCents: 0, gift: true },
    ];
    const amounts = { amountCents: 0, goodsCents: 15_900, discountCents: 15_900 };
    expect(parse({ items, ...amounts }).fields).toMatchObject({ amountFen: 0 });
  });
});

describe('times that cannot be believed put the message in quarantine', () => {
  it.each([
    ['0000-00-00', 'no-such-date data.createdAt'],
    ['2026-02-30T10:00:00+08:00', 'no-such-date data.createdAt'],
    ['2029-11-11T00:00:00+08:00', 'too-far-ahead data.createdAt'],
    ['1970-01-01T00:00:00Z', 'too-old data.createdAt'],
    ['yesterday', 'not-a-time data.createdAt'],
  ])('an order placed %s', (createdAt, reason) => {
    expect(reasonOf(() => parse({ createdAt }))).toBe(reason);
  });

  it('a version from tomorrow, which would outweigh every later message', () => {
    const updatedAt = new Date(receivedAt + DAY_MS / 2).toISOString();
    expect(reasonOf(() => parse({ updatedAt }))).toBe('too-far-ahead data.updatedAt');
  });
});

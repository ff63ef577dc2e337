import fs from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hasShared, SHARED_DIR } from '@/db/testing/shared';
import { pddNoOf, pddOrderOf } from '@/sim/pinduoduo/order-shape';
import { advance, newProgress } from '@/sim/shop/life';
import { amountFenOf } from '@/sim/shop/order';
import { SCENARIOS } from '@/sim/shop/scenarios';
import { createShop } from '@/sim/shop/shop';
import { sameInAnyOrder } from '../../testing/any-order.test-data';
import { Unreadable } from '../channel';
import { readJson } from '../json';
import { reasonOf } from '../reason-of.test-data';
import { parsePddOrder } from './parse';

type Json = Record<string, unknown>;
const order = JSON.parse(
  fs.readFileSync(path.join(import.meta.dirname, 'fixtures/order-info.json'), 'utf8'),
) as Json & { item_list: Json[] };
const receivedAt = Date.parse('2026-11-11T00:00:10+08:00');
const context = { shopId: 'pdd-1', platform: 'pinduoduo' as const, receivedAt };
const parseBytes = (raw: Buffer, at = receivedAt) => {
  const [event] = parsePddOrder(raw, { ...context, receivedAt: at });
  if (!event) throw new Error('no event');
  return event;
};
const parse = (changes: Json = {}) => parseBytes(Buffer.from(JSON.stringify({ ...order, ...changes })));
if (!hasShared) console.warn('SKIPPED: the samples beside the project are absent');

describe('an order of 拼多多', () => {
  it('is read with yuan as fen, Chinese times and covered values as covered', () => {
    const event = parse();
    expect(event).toMatchObject({
      ...{ shopId: 'pdd-1', orderNo: '261111-100000000000017', kind: 'order.paid', source: 'platform' },
      at: Date.parse('2026-11-10T16:00:06Z'),
    });
    expect(event.fields).toEqual({
      status: 'to_ship',
      currency: 'CNY',
      createdAt: Date.parse('2026-11-10T16:00:01Z'),
      paidAt: Date.parse('2026-11-10T16:00:05Z'),
      shipBy: Date.parse('2026-11-12T16:00:06Z'),
      ...{ amountFen: 29_900, goodsFen: 31_800, discountFen: 1_900, freightFen: 0, paidFen: 29_900 },
      paymentMethod: 'wechat',
      ...{ buyerNote: '放村口小卖部就行', sellerNote: '', warehouse: 'HZ01', holds: [] },
      receiver: {
        name: { state: 'masked', shown: '张*' },
        phone: { state: 'masked', shown: '138****8000' },
        ...{ province: '浙江省', city: '杭州市', district: '滨江区', street: '' },
        detail: { state: 'masked', shown: '网商路***' },
        platformKey: 'pinduoduo/pdd-1/oaid-fixture',
      },
      lines: [
        {
          ...{ lineNo: '1', sku: 'TW-MUG-01-B', title: '潮汐马克杯', spec: '海蓝,单个', quantity: 2 },
          ...{ unitPriceFen: 15_900, paidFen: null },
        },
      ],
    });
  });

  it.skipIf(!hasShared)('of the samples is read', () => {
    const file = path.join(SHARED_DIR, 'protocols/samples/pdd_order_information_get.response.json');
    const { order_info_get_response: answer } = readJson(fs.readFileSync(file)) as {
      order_info_get_response: { order_info: Json };
    };
    const event = parseBytes(Buffer.from(JSON.stringify(answer.order_info)));
    expect(event).toMatchObject({
      orderNo: '261111-339507978993455',
      fields: { status: 'to_ship', amountFen: 29_900 },
    });
  });

  it('of the stand-in comes out with the status, the amounts and the number that it was placed with', () => {
    const shop = createShop({ shopId: 's', prefix: 'P', seed: 5, scenario: SCENARIOS.normal, maskedShare: 0 });
    for (let n = 0; n < 200; n += 1) {
      const [placed] = shop.nextOrders(receivedAt - 900_000 + n);
      if (!placed) throw new Error('no order');
      const paid = advance(newProgress(placed), { type: 'order.paid', at: placed.placedAt + 1_000 });
      const event = parseBytes(Buffer.from(JSON.stringify(pddOrderOf(paid, placed.placedAt + 1_000))));
      const isHeld = placed.holds.some((hold) => hold !== 'refund_open');
      expect(event).toMatchObject({
        orderNo: pddNoOf(placed),
        fields: { status: isHeld ? 'paid_hold' : 'to_ship', amountFen: amountFenOf(placed) },
      });
    }
  });
});

describe('four statuses together', () => {
  const statusOf = (changes: Json) => parse(changes).fields.status;
  it.each([
    ['unpaid', { confirm_status: 0, group_status: 0, pay_time: '' }],
    ['paid_hold', { confirm_status: 0, group_status: 0 }],
    ['paid_hold', { risk_control_status: 1 }],
    ['paid_hold', { step_order_info: { step_trade_status: 1, step_paid_fee: 50 } }],
    ['to_ship', {}],
    ['shipped', { order_status: 2 }],
    ['signed', { order_status: 3 }],
    ['done', { order_status: 3, receive_time: '2026-11-11 00:00:08' }],
    ['cancelled', { confirm_status: 2 }],
    ['cancelled', { refund_status: 4 }],
    ['cancelled', { group_status: 2 }],
  ])('make %s of %j', (status, changes) => {
    expect(statusOf(changes)).toBe(status);
  });

  it('that are unknown are set aside', () => {
    expect(reasonOf(() => parse({ order_status: 9 }))).toBe('unknown-status order_status');
    expect(reasonOf(() => parse({ order_status: null }))).toBe('missing-field order_status');
  });
});

describe('what forbids shipping', () => {
  it.each([
    [['风控审核中'], { risk_control_status: 1 }],
    [['暂停发货'], { order_tag_list: [{ name: 'ship_hold', value: 1 }] }],
    [[], { order_tag_list: [{ name: 'ship_hold', value: 0 }] }],
    [['买家申请退款 (2)'], { after_sales_status: 2, refund_status: 2 }],
    [['售后处理中 (2)'], { refund_status: 2 }],
    [[], { after_sales_status: 11, refund_status: 1 }],
  ])('is %j for %j', (holds, changes) => {
    expect(parse(changes).fields.holds).toEqual(holds);
  });

  it('while under review says nothing of whom it goes to, so that what is known stays', () => {
    const empty = { receiver_name: '', receiver_phone: '', receiver_address: '', receiver_name_mask: '' };
    expect(parse({ ...empty, risk_control_status: 1 }).fields.receiver).toBeUndefined();
  });
});

describe('values', () => {
  it('that were decrypted are plain, and a phone in its new field counts', () => {
    const { receiver } = parse({ receiver_name: '张三', receiver_phone: '', contact_mobile: '13800138000' }).fields;
    expect(receiver).toMatchObject({ name: { state: 'plain', value: '张三' }, phone: { state: 'plain' } });
  });

  it.each([
    ['pay_amount', -1, 'amount-negative pay_amount'],
    ['pay_amount', '1,299.00', 'not-an-amount pay_amount'],
    ['pay_amount', 12.345, 'fraction-of-fen pay_amount'],
    ['pay_amount', 99_999_999_999, 'amount-too-large pay_amount'],
    ['pay_amount', null, 'not-an-amount pay_amount'],
    ['goods_amount', { $gt: 0 }, 'not-an-amount goods_amount'],
    ['created_time', '0000-00-00 00:00:00', 'no-such-date created_time'],
    ['created_time', '2026-02-30 00:00:00', 'no-such-date created_time'],
    ['created_time', '', 'not-a-time created_time'],
    ['pay_time', '2029-11-11 00:00:00', 'too-far-ahead pay_time'],
    ['updated_at', '2026-11-11 01:00:00', 'too-far-ahead updated_at'],
    ['order_sn', '2.6E+20', 'shortened order_sn'],
    ['order_sn', ' ', 'not-an-id order_sn'],
    ['item_list', [{ goods_count: 0, goods_price: 1 }], 'missing-field item_list.0.goods_count'],
  ])('%s that is %j is set aside, its reason naming the field alone', (field, value, reason) => {
    expect(reasonOf(() => parse({ [field]: value }))).toBe(reason);
    expect(() => parse({ [field]: value })).toThrow(field);
  });

  it('with an amount of 1e400 is set aside', () => {
    const text = JSON.stringify(order).replace('"goods_amount":318', '"goods_amount":1e400');
    expect(() => parseBytes(Buffer.from(text))).toThrow(Unreadable);
  });

  it('with odd characters are cleaned and stay text', () => {
    const { buyerNote } = parse({ buyer_memo: '\u202e急\u0000<b>\ufeff１２３' }).fields;
    for (const odd of ['\u0000', '\u202e', '\ufeff']) expect(buyerNote).not.toContain(odd);
    expect(buyerNote).toContain('<b>');
  });

  it('that are doubles lose no fen', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2_000_000_000 }), fc.integer({ min: 1, max: 9 }), (fen, times) => {
        const noisy = (fen / 100 / times) * times;
        // Without articles, of which some amounts would be a hundredfold.
        const read = (yuan: number) => parse({ pay_amount: yuan, item_list: [] }).fields.amountFen;
        expect(read(fen / 100)).toBe(fen);
        if (fen < 100_000_000) expect(read(noisy)).toBe(fen);
      }),
      { numRuns: 200 },
    );
  });
});

it('any order and any repetition of the states of an order gives one order', () => {
  const whole = sameInAnyOrder(receivedAt - 600_000, (progress, at) =>
    parseBytes(Buffer.from(JSON.stringify(pddOrderOf(progress, at)))),
  );
  expect(whole.status?.value).toBe('shipped');
  expect(whole.receiver).toBeDefined();
});

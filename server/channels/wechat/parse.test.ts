import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { hasShared, SHARED_DIR } from '@/db/testing/shared';
import { advance, newProgress } from '@/sim/shop/life';
import { amountFenOf } from '@/sim/shop/order';
import { SCENARIOS } from '@/sim/shop/scenarios';
import { createShop } from '@/sim/shop/shop';
import { wechatNoOf, wechatOrderOf } from '@/sim/wechat/order-shape';
import { sameInAnyOrder } from '../../testing/any-order.test-data';
import { readJson } from '../json';
import { reasonOf } from '../reason-of.test-data';
import { parseWechatOrder } from './parse';

type Json = Record<string, unknown>;
const order = JSON.parse(fs.readFileSync(path.join(import.meta.dirname, 'fixtures/order.json'), 'utf8')) as Json & {
  order_detail: Json & { price_info: Json; product_infos: Json[]; pay_info: Json };
};
const receivedAt = 1_794_326_410_000;
const parseBytes = (raw: Buffer) => {
  const [event] = parseWechatOrder(raw, { shopId: 'wx-1', platform: 'wechat', receivedAt });
  if (!event) throw new Error('no event');
  return event;
};
const parse = (changes: Json = {}) => parseBytes(Buffer.from(JSON.stringify({ ...order, ...changes })));
const detail = (changes: Json) => ({ order_detail: { ...order.order_detail, ...changes } });
const price = (changes: Json) => detail({ price_info: { ...order.order_detail.price_info, ...changes } });
const paidBy = (method: number) => detail({ pay_info: { ...order.order_detail.pay_info, payment_method: method } });
if (!hasShared) console.warn('SKIPPED: the samples beside the project are absent');

describe('an order of 微信小店', () => {
  it('is read with amounts in fen, times from epoch seconds and ids of all their digits', () => {
    const event = parse();
    expect(event).toMatchObject({
      ...{ shopId: 'wx-1', orderNo: '3704000000000000017', kind: 'order.paid', source: 'platform' },
      at: 1_794_326_406_000,
    });
    expect(event.fields).toEqual({
      ...{ status: 'to_ship', currency: 'CNY', createdAt: 1_794_326_401_000, paidAt: 1_794_326_405_000 },
      shipBy: 1_794_499_200_000,
      ...{ amountFen: 29_900, goodsFen: 31_800, discountFen: 1_900, freightFen: 0, paidFen: 29_900 },
      ...{ paymentMethod: 'wechat', buyerId: 'ofixture', buyerNote: '放村口小卖部就行', sellerNote: '', holds: [] },
      receiver: {
        name: { state: 'masked', shown: '张*' },
        phone: { state: 'masked', shown: '138****8000' },
        ...{ province: '浙江省', city: '杭州市', district: '滨江区', street: '' },
        detail: { state: 'masked', shown: '网商路***' },
        platformKey: 'wechat/wx-1/hash-fixture',
      },
      lines: [
        {
          ...{ lineNo: '1', sku: 'TW-MUG-01-B', title: '潮汐马克杯', spec: '颜色:海蓝', quantity: 2 },
          ...{ unitPriceFen: 15_900, paidFen: 29_900 },
        },
      ],
    });
  });

  it.skipIf(!hasShared)('of the samples is read', () => {
    const file = path.join(SHARED_DIR, 'protocols/samples/wechat_shop_order_get.response.json');
    const sample = (readJson(fs.readFileSync(file)) as { order: Json }).order;
    expect(parseBytes(Buffer.from(JSON.stringify(sample)))).toMatchObject({
      orderNo: '3704612354559743232',
      fields: { status: 'to_ship', amountFen: 29_900, paidFen: 29_900 },
    });
  });

  it('with a bare number of 19 digits for its id keeps them all', () => {
    const text = JSON.stringify(order).replace('"3704000000000000017"', '3704000000000000017');
    expect(parseBytes(Buffer.from(text)).orderNo).toBe('3704000000000000017');
  });

  it('of the stand-in comes out with the status, the amount and the number that it was placed with', () => {
    const shop = createShop({ shopId: 's', prefix: 'W', seed: 5, scenario: SCENARIOS.normal, maskedShare: 0 });
    for (let n = 0; n < 200; n += 1) {
      const [placed] = shop.nextOrders(receivedAt - 900_000 + n);
      if (!placed) throw new Error('no order');
      const paid = advance(newProgress(placed), { type: 'order.paid', at: placed.placedAt + 1_000 });
      expect(parseBytes(Buffer.from(JSON.stringify(wechatOrderOf(paid, placed.placedAt + 1_000))))).toMatchObject({
        orderNo: wechatNoOf(placed),
        fields: {
          status: 'to_ship',
          amountFen: amountFenOf(placed),
          holds: placed.holds.length > 0 ? ['售后处理中'] : [],
        },
      });
    }
  });
});

describe('a status', () => {
  it.each([
    [10, 'unpaid'],
    [12, 'paid_hold'],
    [13, 'paid_hold'],
    [20, 'to_ship'],
    [21, 'part_shipped'],
    [30, 'shipped'],
    [100, 'done'],
    [190, 'cancelled'],
    [200, 'cancelled'],
    [250, 'cancelled'],
  ])('%i is %s', (status, ours) => {
    expect(parse({ status }).fields.status).toBe(ours);
  });
  it('that is unknown is set aside', () => {
    expect(() => parse({ status: 77 })).toThrow('status 77: not a status of the platform');
  });
});

describe('money', () => {
  it.each([
    [1, 'wechat', 29_900],
    [2, 'credit', undefined],
    [3, 'other', undefined],
    [4, 'other', undefined],
  ])('by payment method %i came in as %s: %j', (method, ours, paidFen) => {
    const { fields } = parse(paidBy(method));
    expect([fields.paymentMethod, fields.paidFen, fields.amountFen]).toEqual([ours, paidFen, 29_900]);
  });
  it('that went back is counted once all of it did', () => {
    expect(parse({ status: 200 }).fields.refundFen).toBe(29_900);
    expect(parse({ status: 200, ...paidBy(4) }).fields.refundFen).toBeUndefined();
    expect(parse({ status: 250 }).fields.refundFen).toBeUndefined();
  });
});

describe('an after-sale that is open', () => {
  it.each([
    [{ aftersale_detail: { on_aftersale_order_cnt: 2 } }, ['售后处理中']],
    [detail({ product_infos: [{ ...order.order_detail.product_infos[0], on_aftersale_sku_cnt: 1 }] }), ['售后处理中']],
    [{ aftersale_detail: null }, []],
  ])('forbids shipping: %#', (changes, holds) => {
    expect(parse(changes).fields.holds).toEqual(holds);
  });
});

it('pieces whose after-sale is over do not leave', () => {
  const [product] = order.order_detail.product_infos;
  const linesWith = (finish_aftersale_sku_cnt: number) =>
    parse(detail({ product_infos: [{ ...product, sku_cnt: 2, finish_aftersale_sku_cnt }] })).fields.lines;
  expect(linesWith(0)?.[0]).not.toHaveProperty('refundedQuantity');
  expect(linesWith(1)).toMatchObject([{ quantity: 2, refundedQuantity: 1 }]);
});

describe('what cannot be believed', () => {
  it.each<[string, Json, string]>([
    ['a negative price', price({ order_price: -1 }), 'amount-negative price_info.order_price'],
    ['yuan for fen', price({ order_price: 299.5 }), 'fraction-of-fen price_info.order_price'],
    ['a price in words', price({ order_price: '1,299.00' }), 'not-an-amount price_info.order_price'],
    ['no price', price({ order_price: null }), 'not-an-amount price_info.order_price'],
    ['no time of its placing', { create_time: 0 }, 'not-a-time create_time'],
    ['a change far ahead', { update_time: 1_794_330_000 }, 'too-far-ahead update_time'],
    ['a payment years ahead', detail({ pay_info: { pay_time: 1_900_000_000 } }), 'too-far-ahead pay_info.pay_time'],
    ['an id that a spreadsheet shortened', { order_id: '3.70E+18' }, 'shortened order_id'],
    ['an id that lost its digits', { order_id: 3.704e30 }, 'not-whole order_id'],
    ['no lines of an order', { order_detail: null }, 'missing-field order_detail'],
    ['a status in words', { status: '20' }, 'missing-field status'],
  ])('%s is set aside, its reason naming the field', (_, changes, reason) => {
    expect(reasonOf(() => parse(changes))).toBe(reason);
  });
});

it('any order and any repetition of the states of an order gives one order', () => {
  const whole = sameInAnyOrder(receivedAt - 600_000, (progress, at) =>
    parseBytes(Buffer.from(JSON.stringify(wechatOrderOf(progress, at)))),
  );
  expect(whole.status?.value).toBe('shipped');
});

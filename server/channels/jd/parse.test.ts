import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { hasShared, SHARED_DIR } from '@/db/testing/shared';
import { mergeEvents } from '@/domain/order/merge-events';
import { jdNoOf, jdOrderOf } from '@/sim/jd/order-shape';
import { advance, newProgress, type Progress } from '@/sim/shop/life';
import { amountFenOf } from '@/sim/shop/order';
import { createRandom } from '@/sim/shop/random';
import { SCENARIOS } from '@/sim/shop/scenarios';
import { createShop } from '@/sim/shop/shop';
import { Unreadable } from '../channel';
import { readJson } from '../json';
import { reasonOf } from '../reason-of.test-data';
import { parseJdOrder } from './parse';

type Json = Record<string, unknown>;
const order = JSON.parse(fs.readFileSync(path.join(import.meta.dirname, 'fixtures/order.json'), 'utf8')) as Json & {
  consigneeInfo: Json;
  itemInfoList: Json[];
};
const receivedAt = Date.parse('2026-11-11T00:00:10+08:00');
const at = (time: string) => Date.parse(`2026-11-11T${time}+08:00`);
const parseBytes = (raw: Buffer, now = receivedAt) => {
  const [event] = parseJdOrder(raw, { shopId: 'jd-1', platform: 'jd', receivedAt: now });
  if (!event) throw new Error('no event');
  return event;
};
const parse = (changes: Json = {}) => parseBytes(Buffer.from(JSON.stringify({ ...order, ...changes })));
const consignee = (changes: Json) => ({ consigneeInfo: { ...order.consigneeInfo, ...changes } });
const items = (...changes: Json[]) => ({
  itemInfoList: changes.map((change) => ({ ...order.itemInfoList[0], ...change })),
});
const UNSET = ['0001-01-01 00:00:00', '1970-01-01 00:00:00'];

if (!hasShared) console.warn('SKIPPED: the samples beside the project are absent');

describe('an order', () => {
  it('is read with yuan as fen, times of China, the balance as paid and the divisions apart from the door', () => {
    const event = parse();
    expect(event).toMatchObject({
      shopId: 'jd-1',
      orderNo: '273512300017',
      kind: 'order.paid',
      source: 'platform',
      at: at('00:00:06'),
    });
    expect(event.fields).toEqual({
      status: 'to_ship',
      currency: 'CNY',
      parentOrderNo: null,
      createdAt: at('00:00:01'),
      paidAt: at('00:00:05'),
      amountFen: 30_700,
      goodsFen: 31_800,
      discountFen: 1_900,
      freightFen: 800,
      paidFen: 30_700,
      couponFen: 1_000,
      buyerId: 'oJDfixture',
      buyerNote: '放村口小卖部就行',
      sellerNote: '',
      holds: [],
      receiver: {
        name: { state: 'masked', shown: '张*' },
        phone: { state: 'masked', shown: '138****8000' },
        province: '浙江',
        city: '杭州市',
        district: '滨江区',
        street: '长河街道',
        detail: { state: 'masked', shown: '网商路***' },
      },
      lines: [
        {
          lineNo: '1-100012300017',
          sku: 'TW-MUG-01-B',
          title: '潮汐马克杯 海蓝',
          spec: '',
          quantity: 2,
          unitPriceFen: 15_900,
          paidFen: null,
        },
      ],
    });
  });

  it.skipIf(!hasShared)('of the samples is read alike from a detail and from a search', () => {
    const read = (name: string) =>
      readJson(fs.readFileSync(path.join(SHARED_DIR, `protocols/samples/jd_pop_order_${name}.response.json`))) as Json;
    const { jingdong_pop_order_get_responce: whole } = read('get') as never as Record<
      string,
      { orderDetailInfo: { orderInfo: Json } }
    >;
    const { jingdong_pop_order_search_responce: found } = read('search') as never as Record<
      string,
      { searchorderinfo_result: { orderInfoList: Json[] } }
    >;
    const event = parseBytes(Buffer.from(JSON.stringify(whole?.orderDetailInfo.orderInfo)));
    expect(event.orderNo).toBe('273512345678');
    expect(event.fields).toMatchObject({ amountFen: 29_900, goodsFen: 31_800, discountFen: 1_900, status: 'to_ship' });
    const listed = parseBytes(Buffer.from(JSON.stringify(found?.searchorderinfo_result.orderInfoList[0])));
    expect(listed.fields).toEqual(event.fields);
  });
});

describe('the state', () => {
  it.each([
    ['WAIT_SELLER_STOCK_OUT', 'to_ship', []],
    ['WAIT_SELLER_DELIVERY', 'to_ship', []],
    ['LOCKED', 'paid_hold', ['已锁定 (LOCKED)']],
    ['PAUSE', 'paid_hold', ['已暂停 (PAUSE)']],
    ['POP_ORDER_PAUSE', 'paid_hold', ['已暂停 (POP_ORDER_PAUSE)']],
    ['WAIT_GOODS_RECEIVE_CONFIRM', 'shipped', []],
    ['FINISHED_L', 'done', []],
    ['TRADE_CANCELED', 'cancelled', []],
  ])('%s is %s, with holds %j', (orderState, status, holds) => {
    expect(parse({ orderState }).fields).toMatchObject({ status, holds });
  });

  it('with an after-sale that is open is held; one that was repaired is not', () => {
    expect(parse({ returnOrder: '2' }).fields.holds).toEqual(['售后中']);
    expect(parse({ returnOrder: 1 }).fields.holds).toEqual([]);
  });

  it.each([['WAIT_FOR_GODOT'], [null]])('%s is none of the platform, and the order is set aside', (orderState) => {
    expect(() => parse({ orderState })).toThrow(Unreadable);
  });
});

describe('times that are not set', () => {
  it.each(UNSET)('such as %s have not come', (unset) => {
    const { fields } = parse({ paymentConfirmTime: unset, orderEndTime: unset });
    for (const unsaid of ['paidAt', 'paidFen', 'doneAt']) expect(fields).not.toHaveProperty(unsaid);
    expect(fields.amountFen).toBe(30_700);
  });

  it.each(UNSET)('such as %s are none for what must have happened', (unset) => {
    expect(reasonOf(() => parse({ orderStartTime: unset }))).toBe('too-old orderStartTime');
  });

  it('of a cancelled order are made up for by its change, and it was paid back', () => {
    const { fields } = parse({ orderState: 'TRADE_CANCELED' });
    expect(fields).toMatchObject({ cancelledAt: at('00:00:06'), refundFen: 30_700 });
    const { fields: ended } = parse({ orderState: 'FINISHED_L', orderEndTime: '2026-11-11 00:00:06' });
    expect(ended).toMatchObject({ doneAt: at('00:00:06') });
  });
});

describe('what goes with an order', () => {
  it('is the first of its parcels, the order it was split from, and how it is paid where that is said', () => {
    expect(parse({ waybill: 'JDV001,JDV002|SF003' }).fields.trackingNo).toBe('JDV001');
    expect(parse({ waybill: 'JDV001|SF003' }).fields.trackingNo).toBe('JDV001');
    expect(parse({ parentOrderId: 273512300001 }).fields.parentOrderNo).toBe('273512300001');
    expect(parse({ payType: 1 }).fields.paymentMethod).toBe('cod');
  });

  it('is a buyer by what tells buyers apart, never by a name that is covered', () => {
    expect(parse({ openIdBuyer: '', xidBuyer: 'xid-1' }).fields.buyerId).toBe('xid-1');
    expect(parse({ openIdBuyer: '', xidBuyer: '', pin: 'jd_***' }).fields).not.toHaveProperty('buyerId');
    expect(parse({ openIdBuyer: '', xidBuyer: '', pin: 'jd_pin' }).fields.buyerId).toBe('jd_pin');
  });

  it('is a plain address without the divisions before it, where the platform gives it', () => {
    const { receiver } = parse(
      consignee({ fullname: '张三', mobile: '138 0013 8000', fullAddress: '浙江省杭州市滨江区长河街道网商路699号' }),
    ).fields;
    expect(receiver).toMatchObject({
      name: { state: 'plain', value: '张三' },
      phone: { state: 'plain', value: '13800138000' },
      detail: { state: 'plain', value: '网商路699号' },
    });
  });

  it('is nothing where nothing is given', () => {
    const { receiver } = parse({ consigneeInfo: null }).fields;
    expect(receiver).toMatchObject({ name: { state: 'missing' }, detail: { state: 'missing' }, city: '' });
  });
});

describe('an order that cannot be believed is set aside, with the field and without its value', () => {
  it.each([
    [{ orderPayment: '-1' }, 'amount-negative orderPayment'],
    [{ orderPayment: '299.005' }, 'fraction-of-fen orderPayment'],
    [{ orderPayment: '1,299.00' }, 'not-an-amount orderPayment'],
    [{ orderPayment: '1e400' }, 'not-an-amount orderPayment'],
    [{ orderPayment: null }, 'not-an-amount orderPayment'],
    [{ orderPayment: '30700' }, 'lines-factor-100 orderPayment'],
    [{ orderTotalPrice: '31800.00' }, 'lines-factor-100 orderPayment'],
    [{ orderPayment: '0.00', balanceUsed: '0', ...items({ jdPrice: '0' }) }, 'every-price-zero'],
    [{ orderStartTime: '0000-00-00 00:00:00' }, 'no-such-date orderStartTime'],
    [{ paymentConfirmTime: '2026-02-30 00:00:00' }, 'no-such-date paymentConfirmTime'],
    [{ paymentConfirmTime: '2029-11-11 00:00:00' }, 'too-far-ahead paymentConfirmTime'],
    [{ modified: '2026-11-11 01:00:00' }, 'too-far-ahead modified'],
    [{ orderId: '4.12E+18' }, 'shortened orderId'],
    [{ orderId: null }, 'missing-field orderId'],
    [items({ itemTotal: '0' }), 'missing-field itemInfoList.0.itemTotal'],
    [items({ jdPrice: 'x' }), 'not-an-amount itemInfoList.0.jdPrice'],
  ])('%j', (changes, reason) => {
    expect(reasonOf(() => parse(changes))).toBe(reason);
  });

  it('nor is what is no order at all', () => {
    expect(() => parseBytes(Buffer.from('7'))).toThrow(Unreadable);
    expect(reasonOf(() => parseBytes(Buffer.from('{')))).toBe('not-json');
  });
});

describe('orders of the stand-in', () => {
  const shop = createShop({ shopId: 's', prefix: 'JD', seed: 5, scenario: SCENARIOS.normal, maskedShare: 0 });
  const read = (progress: Progress, when: number) =>
    parseBytes(Buffer.from(JSON.stringify(jdOrderOf(progress, when))), receivedAt + 86_400_000);
  const placedAt = receivedAt - 3_600_000;

  it('are not shown before they are paid, and then say what the simulated shop means', () => {
    for (let n = 0; n < 200; n += 1) {
      const placed = shop.nextOrders(placedAt + n * 1_000)[0]!;
      expect(jdOrderOf(newProgress(placed), placed.placedAt)).toBeNull();
      const paidAt = placed.placedAt + 5_000;
      const event = read(advance(newProgress(placed), { type: 'order.paid', at: paidAt }), paidAt);
      expect(event).toMatchObject({
        orderNo: jdNoOf(placed),
        fields: { amountFen: amountFenOf(placed), couponFen: placed.couponFen },
      });
      expect(event.fields.lines?.map(({ sku, quantity, unitPriceFen }) => [sku, quantity, unitPriceFen])).toEqual(
        placed.lines.map(({ sku, quantity, unitFen }) => [sku, quantity, unitFen]),
      );
      expect(event.fields.receiver).toMatchObject({ phone: { state: 'masked' }, district: placed.receiver.district });
    }
  });

  it('give the same order in whichever order, and however often, their states come', () => {
    const random = createRandom(9);
    for (let n = 0; n < 60; n += 1) {
      const placed = shop.nextOrders(placedAt + n * 1_000)[0]!;
      const begin = placed.placedAt;
      const paid = advance(newProgress(placed), { type: 'order.paid', at: begin + 5_000 });
      const cancelled = advance(paid, { type: 'order.cancelled', at: begin + 60_000 });
      const events = [read(paid, begin + 5_000), read(paid, begin + 6_000), read(cancelled, begin + 60_000)];
      const truth = mergeEvents({}, events);
      const mixed = [...events, ...events]
        .map((event) => ({ event, place: random.next() }))
        .sort((a, b) => a.place - b.place)
        .map(({ event }) => event);
      expect(mixed.reduce((facts, event) => mergeEvents(facts, [event]), {})).toEqual(truth);
    }
  });
});

import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { hasShared, SHARED_DIR } from '@/db/testing/shared';
import { mergeEvents } from '@/domain/order/merge-events';
import { exactJson } from '@/sim/platform/exact-json';
import { advance, newProgress, type Progress } from '@/sim/shop/life';
import { amountFenOf } from '@/sim/shop/order';
import { createRandom } from '@/sim/shop/random';
import { SCENARIOS } from '@/sim/shop/scenarios';
import { createShop } from '@/sim/shop/shop';
import { taobaoTradeOf, tidOf } from '@/sim/taobao/trade-shape';
import { Unreadable } from '../channel';
import { readJson } from '../json';
import { reasonOf } from '../reason-of.test-data';
import { parseTrade } from './parse';

type Json = Record<string, unknown>;
const trade = JSON.parse(
  fs.readFileSync(path.join(import.meta.dirname, 'fixtures/trade-fullinfo.json'), 'utf8'),
) as Json & { orders: { order: Json[] } };
const receivedAt = Date.parse('2026-11-11T00:00:10+08:00');
const at = (time: string) => Date.parse(`2026-11-11T${time}+08:00`);
const parseBytes = (raw: Buffer, now = receivedAt) => {
  const [event] = parseTrade(raw, { shopId: 'taobao-1', platform: 'taobao', receivedAt: now });
  if (!event) throw new Error('no event');
  return event;
};
const parse = (changes: Json = {}) => parseBytes(Buffer.from(JSON.stringify({ ...trade, ...changes })));
const lines = (...changes: Json[]) => ({ order: changes.map((change) => ({ ...trade.orders.order[0], ...change })) });
const stepsOn = (event: ReturnType<typeof parse>, field: string) =>
  event.cleaning.filter((step) => step.field === field).map(({ step, from, to }) => [step, from, to].join('|'));

if (!hasShared) console.warn('SKIPPED: the samples beside the project are absent');

describe('a trade', () => {
  it('is read with yuan as fen, times of China, ids of all their digits and the key of its receiver', () => {
    const event = parse();
    expect(event).toMatchObject({
      shopId: 'taobao-1',
      orderNo: '2231958349000100017',
      kind: 'order.paid',
      source: 'platform',
      at: at('00:00:06'),
    });
    expect(event.fields).toEqual({
      status: 'to_ship',
      currency: 'CNY',
      createdAt: at('00:00:01'),
      paidAt: at('00:00:05'),
      shipBy: at('00:00:05') + 48 * 3_600_000,
      amountFen: 30_700,
      goodsFen: 31_800,
      discountFen: 1_900,
      freightFen: 800,
      paidFen: 30_700,
      paymentMethod: 'alipay',
      buyerId: 'AAHfixture',
      buyerName: { state: 'masked', shown: 't**1' },
      buyerNote: '放村口小卖部就行',
      sellerNote: '',
      warehouse: 'HZ01',
      holds: [],
      receiver: {
        name: { state: 'masked', shown: '张**' },
        phone: { state: 'masked', shown: '*******8000' },
        province: '浙江省',
        city: '杭州市',
        district: '滨江区',
        street: '长河街道',
        detail: { state: 'masked', shown: '网**路***' },
        platformKey: '1Rc7fixture',
      },
      lines: [
        {
          lineNo: '2231958349000100018',
          sku: 'TW-MUG-01-B',
          title: '潮汐马克杯',
          spec: '颜色:海蓝',
          quantity: 2,
          unitPriceFen: 15_900,
          paidFen: 29_900,
          article: { productNo: '680001112223', skuNo: '4800111222333' },
        },
      ],
    });
  });

  it.skipIf(!hasShared)('of the samples is read, in full and as far as a list gives it', () => {
    const read = (name: string) =>
      readJson(fs.readFileSync(path.join(SHARED_DIR, `protocols/samples/taobao_${name}.response.json`))) as Record<
        string,
        Json
      >;
    const whole = read('trade_fullinfo_get').trade_fullinfo_get_response?.trade;
    const event = parseBytes(Buffer.from(JSON.stringify(whole)));
    expect(event.orderNo).toBe('2231958349123456789');
    expect(event.fields).toMatchObject({ amountFen: 29_900, goodsFen: 31_800, discountFen: 1_900, status: 'to_ship' });
    const { trades } = read('trades_sold_increment_get').trades_sold_increment_get_response as {
      trades: { trade: Json[] };
    };
    const listed = parseBytes(Buffer.from(JSON.stringify(trades.trade[0])));
    expect(listed).toMatchObject({
      orderNo: event.orderNo,
      at: event.at,
      fields: { status: 'to_ship', amountFen: 29_900 },
    });
  });

  it('keeps ids that are bare numbers of 64 bits', () => {
    const { tid_str: _unsaid, ...rest } = trade;
    const raw = Buffer.from(JSON.stringify(rest).replaceAll(/"(22319583490001000\d\d)"/g, '$1'));
    const event = parseBytes(raw);
    expect([event.orderNo, event.fields.lines?.[0]?.lineNo]).toEqual(['2231958349000100017', '2231958349000100018']);
  });
});

describe('the status', () => {
  it.each([
    ['TRADE_NO_CREATE_PAY', null, 'unpaid', 'order.created'],
    ['WAIT_BUYER_PAY', null, 'unpaid', 'order.created'],
    ['PAY_PENDING', null, 'unpaid', 'order.created'],
    ['WAIT_BUYER_PAY', 'FRONT_NOPAID_FINAL_NOPAID', 'unpaid', 'order.created'],
    ['WAIT_BUYER_PAY', 'FRONT_PAID_FINAL_NOPAID', 'paid_hold', 'order.paid'],
    ['PAID_FORBID_CONSIGN', null, 'paid_hold', 'order.paid'],
    ['WAIT_PRE_AUTH_CONFIRM', null, 'paid_hold', 'order.paid'],
    ['WAIT_SELLER_SEND_GOODS', 'FRONT_PAID_FINAL_PAID', 'to_ship', 'order.paid'],
    ['SELLER_CONSIGNED_PART', null, 'part_shipped', 'order.shipped'],
    ['WAIT_BUYER_CONFIRM_GOODS', null, 'shipped', 'order.shipped'],
    ['TRADE_BUYER_SIGNED', null, 'signed', 'order.signed'],
    ['TRADE_FINISHED', null, 'done', 'order.completed'],
    ['TRADE_CLOSED', null, 'cancelled', 'order.cancelled'],
    ['TRADE_CLOSED_BY_TAOBAO', null, 'cancelled', 'order.cancelled'],
  ])('%s with step %s is %s', (status, step_trade_status, ours, kind) => {
    const event = parse({ status, step_trade_status });
    expect([event.fields.status, event.kind]).toEqual([ours, kind]);
    expect(stepsOn(event, 'status')).toEqual([`status-table|${status}/${step_trade_status ?? '-'}|${ours}`]);
  });

  it.each([['WAIT_FOR_GODOT'], [null], ['']])('%s is none of the platform, and the trade is set aside', (status) => {
    expect(() => parse({ status })).toThrow(Unreadable);
  });
});

describe('what forbids shipping', () => {
  it.each([
    ['WAIT_SELLER_AGREE', ['等待卖家同意退款 (WAIT_SELLER_AGREE)']],
    ['WAIT_BUYER_RETURN_GOODS', ['等待买家退货 (WAIT_BUYER_RETURN_GOODS)']],
    ['WAIT_SELLER_CONFIRM_GOODS', ['等待卖家确认收货 (WAIT_SELLER_CONFIRM_GOODS)']],
    ['SELLER_REFUSE_BUYER', ['卖家拒绝退款 (SELLER_REFUSE_BUYER)']],
    ['SOMETHING_NEW', ['退款 (SOMETHING_NEW)']],
    ['NO_REFUND', []],
    ['CLOSED', []],
    ['SUCCESS', []],
    [null, []],
  ])('a refund in the state %s: %j', (refund_status, holds) => {
    expect(parse({ orders: lines({ refund_status }) }).fields.holds).toEqual(holds);
  });

  it('a line that the platform closed in an order that is to be shipped, and the platform stopping it', () => {
    const closed = lines({}, { status: 'TRADE_CLOSED_BY_TAOBAO', oid: '2231958349000100019' });
    const event = parse({ orders: closed, payment: '644.00', total_fee: '636.00', top_hold: 1, team_buy_hold: '0' });
    expect(event.fields.holds).toEqual(['商品已被平台关闭 (TRADE_CLOSED_BY_TAOBAO)', 'TOP 拦截']);
    expect(parse({ orders: closed, status: 'TRADE_CLOSED_BY_TAOBAO' }).fields.holds).toEqual([]);
  });
});

describe('what was paid', () => {
  it('is not stated before it was', () => {
    const { fields } = parse({ status: 'WAIT_BUYER_PAY', pay_time: null });
    for (const unsaid of ['paidAt', 'paidFen', 'paymentMethod', 'shipBy']) expect(fields).not.toHaveProperty(unsaid);
    expect(fields.amountFen).toBe(30_700);
  });

  it('of a pre-sale is its deposit', () => {
    const { fields } = parse({
      ...{ status: 'WAIT_BUYER_PAY', pay_time: null },
      ...{ step_trade_status: 'FRONT_PAID_FINAL_NOPAID', step_paid_fee: '50.00' },
    });
    expect(fields).toMatchObject({ status: 'paid_hold', paidFen: 5_000, amountFen: 30_700 });
  });

  it('went back whole with a closed trade, and in part with the lines whose refund is over', () => {
    const closed = parse({ status: 'TRADE_CLOSED', end_time: '2026-11-11 00:00:06' });
    expect(closed.fields).toMatchObject({ refundFen: 30_700, cancelledAt: at('00:00:06') });
    expect(parse({ status: 'TRADE_CLOSED_BY_TAOBAO', pay_time: null }).fields).not.toHaveProperty('refundFen');
    const part = parse({
      ...{ payment: '644.00', total_fee: '636.00' },
      orders: lines({}, { refund_status: 'SUCCESS', divide_order_fee: '100.00' }),
    });
    expect(part.fields).toMatchObject({ refundFen: 10_000, paidFen: 64_400, holds: [] });
    // Its line stays open: only a part of its price went back.
    expect(part.fields.lines?.[1]).not.toHaveProperty('refundedQuantity');
  });

  it('went back whole for a line that is closed: it does not leave, and an order of which nothing is left waits', () => {
    const [amounts, back] = [
      { payment: '644.00', total_fee: '636.00' },
      { refund_status: 'SUCCESS', status: 'TRADE_CLOSED' },
    ];
    const part = parse({ ...amounts, orders: lines({}, back) });
    expect(part.fields.holds).toEqual([]);
    expect(part.fields.lines?.map(({ quantity, refundedQuantity = 0 }) => quantity - refundedQuantity)).toEqual([2, 0]);
    expect(parse({ ...amounts, orders: lines(back, back) }).fields.holds).toEqual(['商品已全部退款']);
  });
});

describe('the receiver', () => {
  it('in a county directly under a province has that county for a city', () => {
    const event = parse({ receiver_state: '河南省', receiver_city: '', receiver_district: '济源市' });
    expect(event.fields.receiver).toMatchObject({ province: '河南省', city: '济源市', district: '' });
    expect(stepsOn(event, 'receiver_city')).toEqual(['county-under-province||济源市']);
  });

  it('who is given in plain is plain, by the mobile number or else the other one', () => {
    const { receiver } = parse({
      ...{ receiver_name: '张三', receiver_mobile: '', receiver_phone: '０５７１－８８８８６６６６' },
      receiver_address: '网商路699号',
    }).fields;
    expect(receiver).toMatchObject({
      name: { state: 'plain', value: '张三' },
      phone: { state: 'plain', value: '057188886666' },
      detail: { state: 'plain', value: '网商路699号' },
    });
  });

  it('of whom nothing is given is missing, ciphertext is masked and not kept', () => {
    const { receiver } = parse({
      receiver_name: null,
      receiver_mobile: '~xkJ9c2wFTPp~1~',
      receiver_address: '',
      oaid: '',
    }).fields;
    expect(receiver).toMatchObject({
      name: { state: 'missing' },
      phone: { state: 'masked', shown: '******' },
      detail: { state: 'missing' },
    });
    expect(receiver).not.toHaveProperty('platformKey');
  });
});

describe('a trade that cannot be believed is set aside, with the field and without its value', () => {
  it.each([
    [{ payment: '-1' }, 'amount-negative payment'],
    [{ payment: '299.005' }, 'fraction-of-fen payment'],
    [{ payment: '1,299.00' }, 'not-an-amount payment'],
    [{ payment: '¥299' }, 'not-an-amount payment'],
    [{ payment: '1e400' }, 'not-an-amount payment'],
    [{ payment: null }, 'not-an-amount payment'],
    [{ payment: '30000000.00' }, 'amount-too-large payment'],
    [{ payment: '30700' }, 'lines-factor-100 payment'],
    [{ total_fee: '31800.00' }, 'lines-factor-100 payment'],
    [{ payment: '0.00', orders: lines({ price: '0.00' }) }, 'every-price-zero'],
    [{ created: '0000-00-00 00:00:00' }, 'no-such-date created'],
    [{ created: '2026-02-30 00:00:00' }, 'no-such-date created'],
    [{ created: null }, 'not-a-time created'],
    [{ pay_time: '2029-11-11 00:00:00' }, 'too-far-ahead pay_time'],
    [{ modified: '2026-11-11 01:00:00' }, 'too-far-ahead modified'],
    [{ modified: null }, 'not-a-time modified'],
    [{ tid: '4.12E+18', tid_str: null }, 'shortened tid'],
    [{ tid: null, tid_str: null }, 'missing-field tid'],
    [{ orders: lines({ num: 0 }) }, 'missing-field orders.order.0.num'],
    [{ orders: lines({ price: 'x' }) }, 'not-an-amount orders.order.0.price'],
    [{ status: 'x'.repeat(100) }, 'missing-field status'],
  ])('%j', (changes, reason) => {
    expect(reasonOf(() => parse(changes))).toBe(reason);
  });

  it('nor is what is no trade at all; keys that would reach into objects are dropped', () => {
    expect(() => parseBytes(Buffer.from('7'))).toThrow(Unreadable);
    expect(reasonOf(() => parseBytes(Buffer.from('{')))).toBe('not-json');
    const event = parseBytes(Buffer.from(JSON.stringify(trade).replace('{', '{"__proto__":{"status":"x"},')));
    expect(event.fields.status).toBe('to_ship');
  });

  it('marks of direction, NUL and lone surrogates in what a buyer wrote are cleaned, and recorded', () => {
    const event = parse({ buyer_message: '请\u202e快\u0000 \ud800' });
    for (const sign of ['\u202e', '\u0000', '\ud800']) expect(event.fields.buyerNote).not.toContain(sign);
    expect(stepsOn(event, 'buyer_message').length).toBeGreaterThan(0);
  });
});

describe('trades of the stand-in', () => {
  const shop = createShop({ shopId: 's', prefix: 'TB', seed: 5, scenario: SCENARIOS.normal, maskedShare: 0 });
  const read = (progress: Progress, when: number) =>
    parseBytes(Buffer.from(exactJson(taobaoTradeOf(progress, when))), receivedAt + 86_400_000);
  const placedAt = receivedAt - 3_600_000;

  it('say what the simulated shop means, from their placing on', () => {
    for (let n = 0; n < 200; n += 1) {
      const order = shop.nextOrders(placedAt + n * 1_000)[0]!;
      const placed = newProgress(order);
      expect(read(placed, order.placedAt)).toMatchObject({ orderNo: tidOf(order), fields: { status: 'unpaid' } });
      const { fields } = read(
        advance(placed, { type: 'order.paid', at: order.placedAt + 5_000 }),
        order.placedAt + 5_000,
      );
      expect(fields).toMatchObject({ amountFen: amountFenOf(order), paidFen: amountFenOf(order) });
      expect(fields.lines?.map(({ sku, quantity, unitPriceFen }) => [sku, quantity, unitPriceFen])).toEqual(
        order.lines.map(({ sku, quantity, unitFen }) => [sku, quantity, unitFen]),
      );
      expect(fields.receiver).toMatchObject({ phone: { state: 'masked' }, province: order.receiver.province });
    }
  });

  it('give the same order in whichever order, and however often, their states come', () => {
    const random = createRandom(9);
    for (let n = 0; n < 60; n += 1) {
      const order = shop.nextOrders(placedAt + n * 1_000)[0]!;
      const begin = order.placedAt;
      const paid = advance(newProgress(order), { type: 'order.paid', at: begin + 5_000 });
      const steps: [Progress, number][] = [
        [newProgress(order), begin],
        [paid, begin + 5_000],
      ];
      if (paid.life.review === 'released') {
        const picked = advance(paid, { type: 'order.picked', at: begin + 60_000 });
        const shipped = advance(picked, { type: 'order.shipped', at: begin + 120_000 });
        steps.push(
          [shipped, begin + 120_000],
          [advance(shipped, { type: 'order.collected', at: begin + 180_000 }), begin + 180_000],
        );
      } else steps.push([advance(paid, { type: 'order.refunded', at: begin + 60_000 }), begin + 60_000]);
      const events = steps.map(([progress, when]) => read(progress, when));
      const truth = mergeEvents({}, events);
      const mixed = [...events, ...events.filter(() => random.chance(0.5))]
        .map((event) => ({ event, place: random.next() }))
        .sort((a, b) => a.place - b.place)
        .map(({ event }) => event);
      expect(mixed.reduce((facts, event) => mergeEvents(facts, [event]), {})).toEqual(truth);
    }
  });
});

import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { hasShared, SHARED_DIR } from '@/db/testing/shared';
import { doudianNoOf, doudianOrderOf } from '@/sim/douyin/order-shape';
import { exactJson } from '@/sim/platform/exact-json';
import { advance, newProgress } from '@/sim/shop/life';
import { amountFenOf } from '@/sim/shop/order';
import { SCENARIOS } from '@/sim/shop/scenarios';
import { createShop } from '@/sim/shop/shop';
import { Unreadable } from '../channel';
import { readJson } from '../json';
import { reasonOf } from '../reason-of.test-data';
import { parseShopOrder } from './parse';

type Json = Record<string, unknown>;
const detail = JSON.parse(
  fs.readFileSync(path.join(import.meta.dirname, 'fixtures/order-detail.json'), 'utf8'),
) as Json & {
  sku_order_list: Json[];
};
const receivedAt = 1_794_326_410_000;
const context = { shopId: 'douyin-1', platform: 'douyin' as const, receivedAt };
const parseBytes = (raw: Buffer) => {
  const [event] = parseShopOrder(raw, context);
  if (!event) throw new Error('no event');
  return event;
};
const parse = (changes: Json = {}) => parseBytes(Buffer.from(JSON.stringify({ ...detail, ...changes })));
const line = (changes: Json) => [{ ...detail.sku_order_list[0], ...changes }];
const stepsOn = (event: ReturnType<typeof parse>, field: string) =>
  event.cleaning.filter((step) => step.field === field).map(({ step, from, to }) => [step, from, to].join('|'));

if (!hasShared) console.warn('SKIPPED: the samples beside the project are absent');

describe('a shop order', () => {
  it('is read with amounts in fen, times from epoch seconds and ids of all their digits', () => {
    const event = parse();
    expect(event).toMatchObject({
      shopId: 'douyin-1',
      orderNo: '6926111100000100017',
      kind: 'order.paid',
      source: 'platform',
      at: 1_794_326_406_000,
    });
    expect(event.fields).toEqual({
      status: 'to_ship',
      currency: 'CNY',
      createdAt: 1_794_326_401_000,
      paidAt: 1_794_326_405_000,
      shipBy: 1_794_499_200_000,
      amountFen: 30_700,
      goodsFen: 31_800,
      discountFen: 1_900,
      freightFen: 800,
      paidFen: 30_700,
      paymentMethod: 'alipay',
      buyerId: '1@#fixture',
      buyerTags: ['店铺会员'],
      buyerNote: '放村口小卖部就行',
      sellerNote: '',
      warehouse: 'HZ01',
      holds: [],
      receiver: {
        name: { state: 'masked', shown: '张*' },
        phone: { state: 'masked', shown: '138****8000' },
        province: '浙江省',
        city: '杭州市',
        district: '滨江区',
        street: '长河街道',
        detail: { state: 'masked', shown: '网商路***' },
      },
      lines: [
        {
          lineNo: '6926111100000100027',
          sku: 'TW-MUG-01-B',
          title: '潮汐马克杯',
          spec: '颜色:海蓝',
          quantity: 2,
          unitPriceFen: 15_900,
          paidFen: 29_900,
          article: { productNo: '3473196049974326300', skuNo: '1679863668702212' },
        },
      ],
    });
  });

  it.skipIf(!hasShared)('of the samples is read alike from a detail and from a list', () => {
    const read = (name: string) =>
      readJson(fs.readFileSync(path.join(SHARED_DIR, `protocols/samples/${name}.response.json`))) as { data: Json };
    const whole = read('doudian_order_orderDetail').data.shop_order_detail;
    const [listed] = read('doudian_order_searchList').data.shop_order_list as Json[];
    const event = parseBytes(Buffer.from(JSON.stringify(whole)));
    expect(event.orderNo).toBe('6496679971677798670');
    expect(event.fields).toMatchObject({ amountFen: 29_900, goodsFen: 31_800, discountFen: 1_900, status: 'to_ship' });
    expect(parseBytes(Buffer.from(JSON.stringify(listed))).fields).toEqual(event.fields);
  });

  it('keeps ids that are bare numbers of 64 bits', () => {
    const raw = Buffer.from(JSON.stringify(detail).replace('"6926111100000100017"', '6926111100000100017'));
    expect(parseBytes(raw).orderNo).toBe('6926111100000100017');
    expect(
      parse({ sku_order_list: line({ code: '', out_sku_id: '', sku_id: '1679863668702212' }) }).fields.lines,
    ).toMatchObject([{ sku: '1679863668702212' }]);
  });
});

describe('the status', () => {
  it.each([
    [1, 1, 'unpaid', 'order.created'],
    [105, 105, 'paid_hold', 'order.paid'],
    [1, 103, 'paid_hold', 'order.paid'],
    [2, 2, 'to_ship', 'order.paid'],
    [101, 101, 'part_shipped', 'order.shipped'],
    [3, 3, 'shipped', 'order.shipped'],
    [5, 5, 'done', 'order.completed'],
    [4, 4, 'cancelled', 'order.cancelled'],
    [4, 21, 'cancelled', 'order.cancelled'],
    [5, 39, 'cancelled', 'order.cancelled'],
    ['2', null, 'to_ship', 'order.paid'],
    [null, 3, 'shipped', 'order.shipped'],
  ])('order_status %s with main_status %s is %s', (order_status, main_status, status, kind) => {
    const event = parse({ order_status, main_status });
    expect(event.fields.status).toBe(status);
    expect(event.kind).toBe(kind);
    expect(stepsOn(event, 'status')).toEqual([`status-table|${order_status ?? '-'}/${main_status ?? '-'}|${status}`]);
  });

  it.each([[999], [null], [0]])('%s is none of the platform, and the order is set aside', (order_status) => {
    expect(() => parse({ order_status, main_status: null })).toThrow(Unreadable);
  });

  it.each([
    [6, 0, ['售后申请 (6)']],
    [7, 1, ['售后退货中 (7)']],
    [11, 0, ['售后已发货 (11)']],
    [0, 1, ['待退款']],
    [12, 3, []],
    [27, 0, []],
    [28, 1, []],
    [51, 1, []],
  ])('after_sale_status %s with refund_status %s holds the order for %j', (after_sale_status, refund_status, holds) => {
    expect(
      parse({ sku_order_list: line({ after_sale_info: { after_sale_status, refund_status } }) }).fields.holds,
    ).toEqual(holds);
  });
});

describe('what was paid', () => {
  it('went back for a line that was closed with its refund: it does not leave', () => {
    const back = { after_sale_info: { after_sale_status: 12, refund_status: 3 } };
    const linesOf = (order_status: number) =>
      parse({ sku_order_list: line({ ...back, order_status }) }).fields.lines?.map((one) => one.refundedQuantity);
    expect([linesOf(4), linesOf(2)]).toEqual([[2], [undefined]]);
    const { fields } = parse({ sku_order_list: line({ ...back, order_status: 4 }) });
    expect(fields.refundFen).toBe(fields.lines?.[0]?.paidFen);
    expect(fields.holds).toEqual(['商品已全部退款']);
  });

  it('is not stated before it was', () => {
    const { fields } = parse({ order_status: 1, main_status: 1, pay_time: 0 });
    expect(fields).not.toHaveProperty('paidAt');
    expect(fields).not.toHaveProperty('paidFen');
    expect(fields).not.toHaveProperty('paymentMethod');
    expect(fields.amountFen).toBe(30_700);
  });

  it('of a pre-sale is what its phases brought so far', () => {
    const phases = [
      { phase_pay_time: 1_794_326_405, phase_pay_amount: 5_000 },
      { phase_pay_time: 0, phase_pay_amount: 25_700 },
    ];
    expect(parse({ main_status: 103, order_status: 1, order_phase_list: phases }).fields).toMatchObject({
      status: 'paid_hold',
      paidFen: 5_000,
      amountFen: 30_700,
    });
  });

  it('went back whole when the platform says that the refund is over', () => {
    const event = parse({ order_status: 4, main_status: 21 });
    expect(event.fields).toMatchObject({ refundFen: 30_700, cancelledAt: event.at });
    expect(stepsOn(event, 'cancelledAt')).toHaveLength(1);
    expect(parse({ order_status: 4, main_status: 4 }).fields).not.toHaveProperty('refundFen');
  });

  it.each([
    [0, 'cod'],
    [1, 'wechat'],
    [4, 'card'],
    [12, 'credit'],
    [77, 'other'],
  ])('by pay_type %s was paid by %s', (pay_type, method) =>
    expect(parse({ pay_type }).fields.paymentMethod).toBe(method),
  );
});

describe('the receiver', () => {
  const without = { mask_post_tel: '', mask_post_receiver: '*', mask_post_addr: null };

  it('whose values are there as ciphertext only is masked, and the ciphertext is not kept', () => {
    const event = parse(without);
    expect(event.fields.receiver).toMatchObject({
      name: { state: 'masked', shown: '******' },
      phone: { state: 'masked', shown: '******' },
      detail: { state: 'masked', shown: '******' },
      city: '杭州市',
    });
    expect(stepsOn(event, 'post_tel')).toEqual(['encrypted||']);
    expect(JSON.stringify(event)).not.toContain('z0kN');
  });

  it('of whom nothing is given is missing, not masked', () => {
    const { receiver } = parse({
      ...without,
      encrypt_post_tel: null,
      encrypt_post_receiver: '',
      post_addr: null,
    }).fields;
    expect(receiver).toMatchObject({
      name: { state: 'missing' },
      phone: { state: 'missing' },
      detail: { state: 'missing' },
      city: '',
    });
  });

  it('who is given in plain is plain', () => {
    const { receiver } = parse({ post_tel: '138 0013 8000', post_receiver: '张三' }).fields;
    expect(receiver).toMatchObject({
      phone: { state: 'plain', value: '13800138000' },
      name: { state: 'plain', value: '张三' },
    });
  });

  it('has what cleaning did to it on record, field by field', () => {
    const event = parse({ buyer_words: '请\u200b快' });
    expect(event.cleaning.map(({ field, step }) => `${field} ${step}`)).toEqual([
      'status status-table',
      'buyer_words drop-invisible',
      'post_tel masked',
      'post_receiver masked',
      'post_addr.detail masked',
    ]);
  });
});

describe('shipping', () => {
  it('is told with courier and number, and signed for when every line was received', () => {
    const lines = [1_794_400_000, 1_794_410_000].map((logistics_receipt_time) => ({
      ...detail.sku_order_list[0],
      logistics_receipt_time,
    }));
    const at = { ship_time: 1_794_330_000, update_time: 1_794_410_001 };
    const parcel = [{ tracking_no: 'SF1389012345678', company: 'shunfeng', company_name: '顺丰速运' }];
    const later = { ...context, receivedAt: 1_794_410_005_000 };
    const read = (sku_order_list: Json[]) =>
      parseShopOrder(
        Buffer.from(
          JSON.stringify({ ...detail, ...at, order_status: 3, main_status: 3, logistics_info: parcel, sku_order_list }),
        ),
        later,
      )[0]?.fields;
    expect(read(lines)).toMatchObject({
      shippedAt: 1_794_330_000_000,
      signedAt: 1_794_410_000_000,
      carrier: '顺丰速运',
      trackingNo: 'SF1389012345678',
    });
    expect(read([lines[0]!, { ...lines[1], logistics_receipt_time: 0 }])).not.toHaveProperty('signedAt');
  });
});

describe('an order that cannot be believed is set aside, with the field and without its value', () => {
  it.each([
    [{ pay_amount: -1 }, 'amount-negative pay_amount'],
    [{ pay_amount: 299.5 }, 'fraction-of-fen pay_amount'],
    [{ pay_amount: '¥299' }, 'not-an-amount pay_amount'],
    [{ pay_amount: null }, 'not-an-amount pay_amount'],
    [{ pay_amount: 3_000_000_000 }, 'amount-too-large pay_amount'],
    [{ create_time: 0 }, 'not-a-time create_time'],
    [{ create_time: '0001-01-01 00:00:00' }, 'too-old create_time'],
    [{ update_time: 1_794_330_000 }, 'too-far-ahead update_time'],
    [{ update_time: null }, 'not-a-time update_time'],
    [{ order_id: '4.12E+18' }, 'shortened order_id'],
    [{ order_id: null }, 'missing-field order_id'],
    [{ sku_order_list: line({ item_num: 0 }) }, 'missing-field sku_order_list.0.item_num'],
    [{ sku_order_list: line({ origin_amount: 'x' }) }, 'not-an-amount sku_order_list.0.origin_amount'],
  ])('%j', (changes, reason) => {
    expect(reasonOf(() => parse(changes))).toBe(reason);
  });

  it('nor is what is no order at all', () => {
    expect(() => parseBytes(Buffer.from('7'))).toThrow(Unreadable);
    expect(reasonOf(() => parseBytes(Buffer.from('{')))).toBe('not-json');
  });
});

describe('orders of the stand-in', () => {
  it('say what the simulated shop means, from their placing to their parcel', () => {
    const shop = createShop({ shopId: 's', prefix: 'DY', seed: 5, scenario: SCENARIOS.normal, maskedShare: 0 });
    for (let n = 0; n < 200; n += 1) {
      const placedAt = receivedAt - 3_600_000 + n * 1_000;
      const [order] = shop.nextOrders(placedAt);
      if (!order) throw new Error('no order');
      const read = (progress: ReturnType<typeof newProgress>, at: number) =>
        parseBytes(Buffer.from(exactJson(doudianOrderOf(progress, at))));
      const placed = newProgress(order);
      expect(read(placed, placedAt)).toMatchObject({ orderNo: doudianNoOf(order), fields: { status: 'unpaid' } });
      const paid = advance(placed, { type: 'order.paid', at: placedAt + 5_000 });
      const { fields } = read(paid, placedAt + 5_000);
      expect(fields).toMatchObject({
        amountFen: amountFenOf(order),
        paidFen: amountFenOf(order),
        buyerNote: order.buyerNote.normalize('NFKC').trim(),
      });
      expect(fields.lines?.map(({ sku, quantity, unitPriceFen }) => [sku, quantity, unitPriceFen])).toEqual(
        order.lines.map(({ sku, quantity, unitFen }) => [sku, quantity, unitFen]),
      );
      expect(fields.receiver).toMatchObject({ phone: { state: 'masked' }, province: order.receiver.province });
    }
  });
});

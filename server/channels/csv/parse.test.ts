import { describe, expect, it } from 'vitest';
import { factOf, mergeEvents } from '@/domain/order/merge-events';
import type { OrderEvent } from '@/domain/order/order';
import { Unreadable } from '../channel';
import type { Cells } from './columns';
import { parseCsvRow, type RowMessage, rowBody, rowKey } from './parse';
import { readOrder } from './read-order';

const receivedAt = Date.parse('2020-03-02T00:00:00Z');
const context = { shopId: 'tmall', platform: 'taobao' as const, receivedAt };
const asOf = Date.parse('2020-03-01T19:25:42+08:00');
const rules = { amounts: 'order', statusWords: {} } as const;
const paid = {
  orderNo: '4120000000000000007',
  total: '178.80元',
  paid: '150.8',
  address: '浙江省',
  createdAt: '2020/2/21 0:00',
  paidAt: '2020-02-21 00:00:02',
  refund: '28',
} satisfies Cells;
const parse = (cells: Partial<Cells> = {}, row: Partial<RowMessage> = {}) =>
  parseCsvRow(rowBody({ rows: [{ ...paid, ...cells }], rules, asOf, revision: 0, ...row }), context);
const valuesOf = (events: readonly OrderEvent[]) =>
  Object.fromEntries(Object.entries(mergeEvents({}, events)).map(([field, fact]) => [field, fact?.value]));

describe('a row of a report', () => {
  it('says what was ordered, paid and given back, and in which province', () => {
    const events = parse();
    expect(valuesOf(events)).toMatchObject({
      status: 'to_ship',
      createdAt: Date.parse('2020-02-20T16:00:00Z'),
      paidAt: Date.parse('2020-02-20T16:00:02Z'),
      amountFen: 17_880,
      paidFen: 15_080,
      refundFen: 2_800,
      currency: 'CNY',
      receiver: { province: '浙江省', name: { state: 'missing' }, detail: { state: 'missing' } },
    });
    expect(events.every(({ source, orderNo }) => source === 'import' && orderNo === paid.orderNo)).toBe(true);
  });

  it('without a payment time is unpaid', () => {
    const values = valuesOf(parse({ paidAt: '', paid: '', refund: '' }));
    expect(values).toMatchObject({ status: 'unpaid', paidFen: 0, refundFen: 0 });
    expect(values).not.toHaveProperty('paidAt');
  });

  it('that gave everything back is cancelled, with its refund as it stands', () => {
    expect(valuesOf(parse({ paid: '0.0', refund: '178.8' }))).toMatchObject({
      status: 'cancelled',
      paidFen: 0,
      refundFen: 17_880,
    });
  });

  it.each([
    [['交易关闭', '买家已付款，等待卖家发货'], 'to_ship', [1, undefined]],
    [['买家已付款，等待卖家发货', '交易关闭'], 'to_ship', [undefined, 1]],
    [['卖家已发货，等待买家确认', '买家已付款，等待卖家发货'], 'part_shipped', [undefined, undefined]],
    [['交易成功', '卖家已发货，等待买家确认'], 'shipped', [undefined, undefined]],
    [['交易关闭', '交易关闭'], 'cancelled', [undefined, undefined]],
  ])('and one by article, which stand at %j: the order is %s', (words, status, refunded) => {
    const rows = words.map((word, n) => ({
      ...paid,
      lineNo: `${n}`,
      sku: 'A',
      quantity: '1',
      unitPrice: '9',
      status: word,
    }));
    const values = mergeEvents({}, parse({}, { rows }));
    expect(factOf(values, 'status')).toBe(status);
    expect(factOf(values, 'lines')?.map((line) => line.refundedQuantity)).toEqual(refunded);
  });

  it('that writes out a whole address keeps its door as a personal value', () => {
    const { receiver } = valuesOf(parse({ address: '浙江省 杭州市 滨江区 网商路 699号' })) as { receiver: unknown };
    expect(receiver).toMatchObject({ city: '杭州市', detail: { state: 'plain', value: '网商路 699号' } });
  });
});

describe('among other statements', () => {
  const pushed = (at: string): OrderEvent => ({
    shopId: 'tmall',
    orderNo: paid.orderNo,
    kind: 'order.shipped',
    source: 'platform',
    at: Date.parse(at),
    bodyHash: '00',
    fields: { status: 'shipped' },
    cleaning: [],
  });

  it('a file never undoes what a push said after the payment, whichever arrives first', () => {
    const push = pushed('2020-02-22T00:00:00Z');
    for (const events of [
      [push, ...parse()],
      [...parse(), push],
    ]) {
      expect(mergeEvents({}, events).status?.value).toBe('shipped');
    }
  });

  it('the later file wins, whichever is imported first', () => {
    const before = parse({ refund: '0' });
    const after = parse({ refund: '28' }, { asOf: asOf + 1_000 });
    for (const events of [
      [...before, ...after],
      [...after, ...before],
    ]) {
      expect(mergeEvents({}, events).refundFen?.value).toBe(2_800);
    }
  });

  it('of two files equally new, the one imported later wins', () => {
    for (const [first, second] of [
      ['0', '28'],
      ['28', '0'],
    ] as const) {
      const events = [...parse({ refund: second }, { revision: 1 }), ...parse({ refund: first })];
      expect(mergeEvents({}, events).refundFen?.value).toBe(Number(second) * 100);
    }
  });
});

describe('the key of a row', () => {
  const keyOf = (cells: Partial<Cells> = {}, version: Partial<RowMessage> = {}) =>
    rowKey(paid.orderNo, { rows: [{ ...paid, ...cells }], rules, asOf, revision: 0, ...version });

  it('is the same for the same row of the same file and another for any other', () => {
    expect(keyOf()).toBe(keyOf());
    expect(keyOf({ refund: '29' })).not.toBe(keyOf());
    expect(keyOf({ paid: '15', paidAt: '0.8' })).not.toBe(keyOf({ paid: '150', paidAt: '.8' }));
    expect(keyOf({}, { revision: 1 })).not.toBe(keyOf());
  });
});

describe('cells that cannot be believed are named with their column', () => {
  it.each([
    ['orderNo', '4.12E+18', 'shortened'],
    ['orderNo', '', 'empty'],
    ['orderNo', '=1+1', 'not-an-id'],
    ['total', '', 'empty'],
    ['total', '-1', 'amount-negative'],
    ['total', '1e400', 'not-an-amount'],
    ['total', '1.234', 'fraction-of-fen'],
    ['refund', '很多', 'not-an-amount'],
    ['refund', '=1+1', 'not-an-amount'],
    ['paid', '@SUM(A1)', 'not-an-amount'],
    ['createdAt', '0000-00-00 00:00:00', 'no-such-date'],
    ['createdAt', '2026-02-30', 'no-such-date'],
    ['createdAt', '', 'empty'],
    ['paidAt', '2023-03-01 00:00:00', 'too-far-ahead'],
    ['paidAt', '########', 'not-a-time'],
  ] as const)('%s %j', (column, value, reason) => {
    const { problems } = readOrder([{ ...paid, [column]: value }], rules, receivedAt);
    expect(problems).toEqual([{ index: 0, column, why: expect.objectContaining({ code: reason, path: column }) }]);
    expect(() => parse({ [column]: value })).toThrow(Unreadable);
  });

  it('all of them at once', () => {
    const { problems } = readOrder([{ ...paid, orderNo: '1E+9', total: 'x', createdAt: '?' }], rules, receivedAt);
    expect(problems?.map(({ column }) => column)).toEqual(['orderNo', 'createdAt', 'total']);
  });
});

it('what was stored before several platforms were read is read as it was', () => {
  const body = Buffer.from(JSON.stringify({ cells: paid, asOf, revision: 0 }));
  expect(valuesOf(parseCsvRow(body, context))).toMatchObject({
    status: 'to_ship',
    amountFen: 17_880,
    refundFen: 2_800,
  });
});

it('a body that is no row of a report is unreadable', () => {
  expect(() => parseCsvRow(Buffer.from('{"cells":{}}'), context)).toThrow(Unreadable);
});

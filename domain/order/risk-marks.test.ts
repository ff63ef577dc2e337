import { describe, expect, test } from 'vitest';
import { mergeEvents } from './merge-events';
import { NO_NOTES } from './notes';
import type { OrderFields, Receiver } from './order';
import type { Personal } from './personal';
import type { Places } from './places';
import { areaOf, type RiskMark, riskMarksOf } from './risk-marks';
import { sealEvent } from './seal';

const NO_PLACES: Places = { cities: new Map(), phonePrefixes: new Map() };
const HANGZHOU: Receiver = {
  name: { state: 'plain', value: '李雷' },
  phone: { state: 'plain', value: '13800138000' },
  province: '浙江省',
  city: '杭州市',
  district: '滨江区',
  street: '长河街道',
  detail: { state: 'plain', value: '网商路699号' },
};
const event = (fields: Partial<OrderFields>, at = 1) => {
  const said = { shopId: 's', orderNo: 'o', kind: 'order.paid', source: 'platform', at, bodyHash: `${at}` } as const;
  return sealEvent({ ...said, fields, cleaning: [] }, NO_PLACES, () => 'mark').event;
};
const factsOf = (...said: Partial<OrderFields>[]) =>
  mergeEvents(
    {},
    said.map((fields, index) => event(fields, index + 1)),
  );
const to = (receiver: Partial<Receiver>, more: Partial<OrderFields> = {}) =>
  factsOf({ receiver: { ...HANGZHOU, ...receiver }, ...more });
const marksOf = (...args: Parameters<typeof to>) => riskMarksOf(to(...args), NO_NOTES);
const plain = (value: string): Personal => ({ state: 'plain', value });
const textOf = (value: string, mark: RiskMark | undefined) => value.slice(...(mark?.span ?? [0, value.length]));

describe('a remote region', () => {
  test.each(['新疆维吾尔自治区', '西藏', 'Xinjiang'])('is marked with the words that name it: %s', (province) => {
    const [mark, ...others] = marksOf({ province, city: '某市' });
    expect(mark).toEqual({ kind: 'remote-region', field: 'area', span: [0, province.length], edition: 'remote-1' });
    expect(textOf(areaOf({ ...HANGZHOU, province, city: '某市' }), mark)).toBe(province);
    expect(others).toEqual([]);
  });

  test.each(['浙江省', '', '****', '北境之地'])('is no mark of %j', (province) => {
    expect(marksOf({ province })).toEqual([]);
  });
});

describe('a malformed phone', () => {
  test.each([
    ['1380013800O', 'characters', 'O'],
    ['138x0013y000', 'characters', 'x0013y'],
    ['138001380001234', 'length', '1234'],
    ['1380013', 'length', '1380013'],
    ['12345678901', 'prefix', '12'],
    ['01234567890', 'prefix', '012'],
    ['23800138000', 'prefix', '2'],
    ['11111111111', 'repeated', '11111111111'],
    ['没有电话', 'characters', '没有电话'],
  ])('is marked where it is wrong: %s, %s at "%s"', (value, reason, wrong) => {
    const [mark] = marksOf({ phone: plain(value) });
    expect(mark).toMatchObject({ kind: 'phone-malformed', field: 'phone', reason });
    expect(textOf(value, mark)).toBe(wrong);
  });

  test('that was not brought to digits before is marked as a whole', () => {
    expect(marksOf({ phone: plain('138-0013-800') })[0]?.span).toBeNull();
  });

  test.each<[string, Personal]>([
    ['a good number', plain('13800138000')],
    ['a masked number', { state: 'masked', shown: '138****800' }],
    ['no number', { state: 'missing' }],
  ])('is no mark of %s', (_, phone) => expect(marksOf({ phone })).toEqual([]));

  test('keeps no character of the number in its mark', () => {
    expect(JSON.stringify(marksOf({ phone: plain('98765432') }))).not.toContain('98765432');
  });
});

describe('a parcel abroad without duty terms', () => {
  test.each(['香港', '台湾省', '日本'])('is marked where the order says that none were agreed: %s', (province) => {
    expect(marksOf({ province }, { dutyTerms: 'none' })).toEqual([
      { kind: 'duty-terms-open', field: 'area', span: [0, province.length], edition: 'duty-words-1' },
    ]);
  });

  test.each<[string, string, Partial<OrderFields>]>([
    ['the buyer pays', '香港', { dutyTerms: 'buyer' }],
    ['the seller pays', '日本', { dutyTerms: 'seller' }],
    ['it stays on the mainland', '浙江省', { dutyTerms: 'none' }],
    ['nobody knows where it goes', '', { dutyTerms: 'none' }],
    ['it stays there and nobody says a word', '浙江省', {}],
  ])('is no mark where %s', (_, province, more) => expect(marksOf({ province }, more)).toEqual([]));

  test.each(['澳门', '台湾省', '日本'])('is marked otherwise where its source says nothing of them: %s', (province) => {
    expect(marksOf({ province })).toEqual([
      { kind: 'duty-terms-unstated', field: 'area', span: [0, province.length], edition: 'duty-words-1' },
    ]);
    expect(
      riskMarksOf(to({ province }, { sellerNote: '关税到付' }), { buyerNote: '', sellerNote: '关税到付' }),
    ).toEqual([]);
  });

  test('becomes the other mark once its source says that none were agreed, and none once somebody pays', () => {
    const kindsAfter = (...said: Partial<OrderFields>[]) =>
      riskMarksOf(factsOf({ receiver: { ...HANGZHOU, province: '香港' } }, ...said), NO_NOTES).map(({ kind }) => kind);
    expect(kindsAfter()).toEqual(['duty-terms-unstated']);
    expect(kindsAfter({ dutyTerms: 'none' })).toEqual(['duty-terms-open']);
    expect(kindsAfter({ dutyTerms: 'none' }, { dutyTerms: 'buyer' })).toEqual([]);
  });

  const facts = to({ province: '香港' }, { dutyTerms: 'none', buyerNote: '包税到家' });
  const marks = riskMarksOf(to({ province: '香港' }, { dutyTerms: 'none' }), NO_NOTES);

  test('is no mark where a note names them', () => {
    expect(riskMarksOf(facts, { buyerNote: '请 ddp 发货', sellerNote: '' }, marks)).toEqual([]);
  });

  test('stays what it was where the words of a note are gone', () => {
    expect(riskMarksOf(facts, NO_NOTES, marks)).toEqual(marks);
    expect(riskMarksOf(facts, NO_NOTES, [])).toEqual([]);
  });
});

test('an order has every mark that it earns, whatever the order in which it was said', () => {
  const first: Partial<OrderFields> = { receiver: { ...HANGZHOU, province: '西藏', phone: plain('123') } };
  const kinds = (...said: Partial<OrderFields>[]) => riskMarksOf(factsOf(...said), NO_NOTES).map(({ kind }) => kind);
  expect(kinds(first)).toEqual(['remote-region', 'phone-malformed']);
  expect(kinds(first, { receiver: HANGZHOU })).toEqual([]);
  expect(kinds({ receiver: HANGZHOU }, first)).toEqual(['remote-region', 'phone-malformed']);
});

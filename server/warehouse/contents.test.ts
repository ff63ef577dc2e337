import { describe, expect, it } from 'vitest';
import type { FactMap } from '@/domain/order/merge-events';
import type { Receiver } from '@/domain/order/order';
import type { PlainReceiver } from '@/domain/order/seal';
import { TEST_KEYRING } from '../testing/acting';
import { changesBetween, contentsOf } from './contents';

const stamp = { at: 1, rank: 1, tie: '', source: 'platform' } as const;
const masked = (shown: string) => ({ state: 'masked', shown }) as const;
const receiver: Receiver = {
  ...{ name: masked('李*'), phone: masked('138****8000'), detail: masked('网商路***') },
  ...{ province: '浙江省', city: '杭州市', district: '滨江区', street: '长河街道' },
};
const plain: PlainReceiver = { ...receiver, name: '李雷', phone: '13800138000', detail: '网商路1号' };
const contents = (said: Partial<Receiver> = {}, known: Partial<PlainReceiver> | null = {}) => {
  const facts: FactMap = { receiver: { ...stamp, value: { ...receiver, ...said } } };
  return contentsOf(TEST_KEYRING, facts, known && { ...plain, ...known });
};
const hidden = { name: null, phone: null, detail: null };

describe('what a warehouse was told', () => {
  it('holds no personal value in plain', () => {
    expect(JSON.stringify(contents())).not.toMatch(/李|138|网商/);
  });

  it.each([
    ['the same', contents()],
    ['the same with other blanks', contents({}, { detail: ' 网商路 1号 ', phone: '+86 138-0013-8000' })],
    ['masked from now on', contents({}, hidden)],
    ['told without its street and district', contents({ district: '', street: '' })],
  ])('is not otherwise when what is known now is %s', (_, now) => {
    expect(changesBetween(contents(), now)).toEqual([]);
  });

  it('is not otherwise when what was masked is known in plain', () => {
    expect(changesBetween(contents({}, hidden), contents())).toEqual([]);
  });

  it.each([
    ['a name', contents({}, { name: '韩梅梅' })],
    ['a phone', contents({}, { phone: '13800138001' })],
    ['an address', contents({}, { detail: '网商路2号' })],
    ['a city, where all else is masked', contents({ city: '宁波市' }, hidden)],
    ['a street', contents({ street: '西兴街道' })],
  ])('is otherwise with %s', (_, now) => {
    expect(changesBetween(contents(), now)).toEqual(['receiver']);
  });

  it('is otherwise where a platform that masks everything names another door, or shows other letters', () => {
    const given = contents({ platformKey: 'a' }, hidden);
    expect(changesBetween(given, contents({ platformKey: 'b' }, hidden))).toEqual(['receiver']);
    expect(changesBetween(given, contents({ platformKey: 'a', name: masked('韩**') }, hidden))).toEqual(['receiver']);
    expect(changesBetween(given, contents({}, hidden))).toEqual([]);
  });
});

import { describe, expect, test } from 'vitest';
import type { PhoneDistance, TriageFacts } from '../facts';
import { someFacts } from '../facts.test-data';
import { dutyTermsMissing } from './duty-terms-missing';
import { phoneFar } from './phone-far';
import { remoteRegion } from './remote-region';

type Case = readonly [sentence: string, facts: Partial<TriageFacts>, answer: string];

describe('phone-far', () => {
  const ask = (phoneDistance: PhoneDistance) => phoneFar.evaluate(someFacts({ phoneDistance }), { limitKm: 2_000 });
  test.each<[string, PhoneDistance, object]>([
    ['the limit itself is not too far', { state: 'known', km: 2_000, city: '西宁' }, { answer: 'no' }],
    [
      'a kilometre more is a hit and names the city, not the number',
      { state: 'known', km: 2_001, city: '西宁' },
      { answer: 'hit', evidence: [{ field: 'phone', span: '西宁', number: 2_001, limit: 2_000, unit: 'km' }] },
    ],
    [
      'a masked phone is unknown',
      { state: 'unknown', reason: 'phone-masked' },
      { answer: 'unknown', reason: 'phone-masked' },
    ],
    [
      'a missing phone is unknown',
      { state: 'unknown', reason: 'phone-missing' },
      { answer: 'unknown', reason: 'phone-missing' },
    ],
    ['a prefix of no known city is unknown', { state: 'unknown', reason: 'phone-home-unknown' }, { answer: 'unknown' }],
    [
      'a shop that does not say where it ships from is unknown',
      { state: 'unknown', reason: 'ship-from-unknown' },
      { answer: 'unknown' },
    ],
  ])('%s', (_, distance, answer) => expect(ask(distance)).toMatchObject(answer));
});

describe('duty-terms-missing', () => {
  const params = { phrases: dutyTermsMissing.params.phrases.default };
  const abroad = (facts: Partial<TriageFacts> = {}): Partial<TriageFacts> => ({
    isMainland: false,
    province: '海外',
    dutyTerms: 'none',
    ...facts,
  });
  test.each<Case>([
    ['abroad and nothing agreed is a hit', abroad(), 'hit'],
    ['Taiwan and nothing agreed is a hit', abroad({ province: '台湾' }), 'hit'],
    ['paid by the seller is agreed', abroad({ dutyTerms: 'seller' }), 'no'],
    ['paid by the buyer is agreed', abroad({ dutyTerms: 'buyer' }), 'no'],
    ['a note that names the terms agrees them', abroad({ note: '已和客服确认,包税' }), 'no'],
    ['in small letters too', abroad({ note: 'ddp please' }), 'no'],
    ['the mainland knows no duties', { isMainland: true, dutyTerms: 'none' }, 'no'],
    ['terms nobody speaks of are unknown, never a hit', abroad({ dutyTerms: null, note: '' }), 'unknown'],
    ['an unknown region is unknown', abroad({ isMainland: null, province: null }), 'unknown'],
  ])('%s', (_, facts, answer) => {
    expect(dutyTermsMissing.evaluate(someFacts(facts), params).answer).toBe(answer);
  });
});

describe('remote-region', () => {
  const params = { provinces: ['新疆', '西藏'] };
  test.each<Case>([
    ['a listed province is a hit', { province: '西藏' }, 'hit'],
    ['another is not', { province: '浙江' }, 'no'],
    ['an unknown one is unknown', { province: null }, 'unknown'],
  ])('%s', (_, facts, answer) => {
    expect(remoteRegion.evaluate(someFacts(facts), params).answer).toBe(answer);
  });
});

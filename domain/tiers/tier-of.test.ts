import { describe, expect, test } from 'vitest';
import { DEFAULT_TIERS } from './default-tiers';
import type { Tier, TierCondition, TierFacts } from './tier';
import { tierOf } from './tier-of';

const FACTS: TierFacts = {
  class: 'normal',
  isUrgent: false,
  isConversation: false,
  paidFen: 100,
  tags: [],
  intents: [],
};
const tier = (id: string, position: number, condition: TierCondition): Tier => ({
  id,
  position,
  name: { 'zh-CN': id, en: id },
  condition,
  respondMs: 1,
  warnMs: 1,
  skill: null,
  ownerGroupId: null,
});

describe('tierOf', () => {
  test('takes the first tier by position whose condition holds, however the list is sorted', () => {
    const tiers = [tier('c', 3, {}), tier('a', 1, { isUrgent: true }), tier('b', 2, {})];
    expect(tierOf(FACTS, tiers).id).toBe('b');
    expect(tierOf({ ...FACTS, isUrgent: true }, tiers.toReversed()).id).toBe('a');
  });

  test('falls back to the lowest tier, so that no card is without one', () => {
    expect(tierOf(FACTS, [tier('low', 9, { isUrgent: true }), tier('high', 1, { isUrgent: true })]).id).toBe('low');
  });

  test('asks for at least one tier', () => expect(() => tierOf(FACTS, [])).toThrow(RangeError));

  test.each<[string, TierCondition, Partial<TierFacts>, boolean]>([
    ['no test matches all', {}, {}, true],
    ['the class must be listed', { classes: ['abnormal'] }, {}, false],
    ['no class is in no list', { classes: ['abnormal'] }, { class: null }, false],
    ['false asks for false', { isUrgent: false }, { isUrgent: true }, false],
    ['the line itself is reached', { minPaidFen: 100 }, { paidFen: 100 }, true],
    ['an unknown payment reaches no line', { minPaidFen: 0 }, { paidFen: null }, false],
    ['one of the tags is enough', { anyTag: ['VIP', 'SVIP'] }, { tags: ['SVIP'] }, true],
    ['an empty list of tags is never met', { anyTag: [] }, { tags: ['VIP'] }, false],
    ['one of the intents is enough', { anyIntent: ['complaint'] }, { intents: ['complaint'] }, true],
    ['every listed test must hold', { isUrgent: false, anyTag: ['VIP'] }, {}, false],
  ])('%s', (_, condition, change, matches) => {
    const tiers = [tier('tested', 1, condition), tier('rest', 2, {})];
    expect(tierOf({ ...FACTS, ...change }, tiers).id).toBe(matches ? 'tested' : 'rest');
  });
});

describe('the default tiers', () => {
  test.each<[string, Partial<TierFacts>, string]>([
    ['an ordinary card', {}, 'normal'],
    ['an urgent order, even an abnormal one', { isUrgent: true, class: 'abnormal' }, 'urgent'],
    ['a complaint before all', { isConversation: true, intents: ['complaint'], isUrgent: true }, 'urgent-complaint'],
    ['a VIP', { tags: ['VIP'] }, 'urgent-vip'],
    ['10,000 yuan paid', { paidFen: 1_000_000 }, 'urgent-value'],
    ['an abnormal order', { class: 'abnormal' }, 'abnormal'],
    ['a conversation', { isConversation: true, class: null }, 'conversation'],
  ])('%s', (_, change, id) => expect(tierOf({ ...FACTS, ...change }, DEFAULT_TIERS).id).toBe(id));

  test('warn before they are due, have ids and positions of their own, and end with one that takes all', () => {
    expect(DEFAULT_TIERS.every(({ warnMs, respondMs }) => 0 < warnMs && warnMs < respondMs)).toBe(true);
    expect(new Set(DEFAULT_TIERS.map(({ id }) => id)).size).toBe(DEFAULT_TIERS.length);
    expect(DEFAULT_TIERS.map(({ position }) => position)).toEqual([10, 20, 30, 40, 50, 60, 70]);
    expect(DEFAULT_TIERS.at(-1)?.condition).toEqual({});
  });
});

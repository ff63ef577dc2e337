import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DAY_MS, HOUR_MS } from '@/domain/clocks/instant';
import { type Answer, ask, CHECK_NAMES, newCheck } from './checks';
import { answerOf, type TierCondition } from './condition';
import { DEFAULT_TIER_SET } from './default-tiers';
import { mergeTierFacts } from './merge-tier-facts';
import { NO_FACTS, type TierFacts } from './tier';
import { tierOf } from './tier-of';
import { tierProblems } from './tier-problems';
import { anyTierCondition, anyTierFacts, anyTiers, aTier, ORDINARY } from './tiers.test-data';

const { tiers: DEFAULTS } = DEFAULT_TIER_SET;

describe('tierOf', () => {
  test('takes the first tier in order whose condition holds', () => {
    const tiers = [aTier('a', newCheck('express')), aTier('b', newCheck('conversation')), aTier('c')];
    const both = { ...ORDINARY, isUrgent: true, isConversation: true };
    expect([ORDINARY, { ...ORDINARY, isConversation: true }, both].map((facts) => tierOf(facts, tiers).id)).toEqual([
      'c',
      'b',
      'a',
    ]);
    expect(tierOf(both, [tiers[1]!, tiers[0]!, tiers[2]!]).id).toBe('b');
  });

  test('for any facts and tiers: the one it takes holds, none before it does, and there is always one', () => {
    fc.assert(
      fc.property(anyTierFacts, anyTiers, (facts, tiers) => {
        const at = tiers.indexOf(tierOf(facts, tiers));
        expect(answerOf(tiers[at]!.condition, facts)).toBe('hit');
        for (const earlier of tiers.slice(0, at)) expect(answerOf(earlier.condition, facts)).not.toBe('hit');
      }),
    );
  });

  test('asks for at least one tier', () => expect(() => tierOf(ORDINARY, [])).toThrow(RangeError));
});

describe('a condition', () => {
  const RANK: Readonly<Record<Answer, number>> = { no: 0, unknown: 1, hit: 2 };

  test('is the lowest of its parts for all and the highest for any, with unknown in between', () => {
    fc.assert(
      fc.property(fc.array(anyTierCondition, { maxLength: 4 }), anyTierFacts, (parts, facts) => {
        const ranks = parts.map((part) => RANK[answerOf(part, facts)]);
        expect(RANK[answerOf({ all: parts }, facts)]).toBe(Math.min(RANK.hit, ...ranks));
        expect(RANK[answerOf({ any: parts }, facts)]).toBe(Math.max(RANK.no, ...ranks));
      }),
    );
  });

  test('never turns a hit into a no when more comes to be known of the same class', () => {
    fc.assert(
      fc.property(anyTierCondition, anyTierFacts, anyTierFacts, (condition, before, later) => {
        const same = { ...later, class: null, platform: null, paidFen: null, tags: null, holds: null };
        if (answerOf(condition, before) === 'hit')
          expect(answerOf(condition, mergeTierFacts(before, same))).toBe('hit');
      }),
    );
  });

  test('of a card about which nothing is known is not met by any check of an order', () => {
    for (const name of CHECK_NAMES) expect(ask(NO_FACTS, newCheck(name)), name).not.toBe('hit');
  });
});

const written = (...hours: readonly (number | null)[]) => hours.map((hour) => (hour === null ? null : hour * HOUR_MS));

describe('the checks', () => {
  test.each<[string, TierCondition, Partial<TierFacts>, Answer]>([
    ['the line itself is reached', newCheck('paid-at-least'), { paidFen: 1_000_000 }, 'hit'],
    ['a fen less does not reach it', newCheck('paid-at-least'), { paidFen: 999_999 }, 'no'],
    ['a payment that is not known is unknown', newCheck('paid-at-least'), { paidFen: null }, 'unknown'],
    ['one of the tags is enough', newCheck('buyer-tag'), { tags: ['new', '88VIP'] }, 'hit'],
    ['tags the platform does not tell are unknown', newCheck('buyer-tag'), { tags: null }, 'unknown'],
    ['no order, no note: whether it is express is unknown', newCheck('express'), { isUrgent: null }, 'unknown'],
    ['a class that is not judged yet is unknown', newCheck('class'), { class: null }, 'unknown'],
    ['the class must be listed', newCheck('class'), { class: 'confirm' }, 'no'],
    ['nobody wrote: nothing was threatened', newCheck('complaint-warning'), {}, 'no'],
    ['one threat is enough', newCheck('complaint-warning'), { warnings: ['bad-review'] }, 'hit'],
    ['an open dispute', newCheck('platform-hold'), { holds: ['locked', 'dispute'] }, 'hit'],
    ['a dispute in the words of its platform', newCheck('platform-hold'), { holds: ['平台处理中 (10)'] }, 'hit'],
    ['a word in capitals', newCheck('platform-hold'), { holds: ['DISPUTE_OPEN'] }, 'hit'],
    ['another hold', newCheck('platform-hold'), { holds: ['locked'] }, 'no'],
    ['three messages within a day', newCheck('unanswered'), { writtenAt: written(0, 5, 24) }, 'hit'],
    ['three messages in more than a day', newCheck('unanswered'), { writtenAt: written(0, 5, 25) }, 'no'],
    ['any three of them', newCheck('unanswered'), { writtenAt: written(0, 30, 40, 50) }, 'hit'],
    ['an answer in between starts anew', newCheck('unanswered'), { writtenAt: written(0, 1, null, 2, 3) }, 'no'],
    ['what was left unanswered once stays', newCheck('unanswered'), { writtenAt: written(0, 1, 2, null) }, 'hit'],
  ])('%s', (_, condition, change, answer) => {
    expect(answerOf(condition, { ...ORDINARY, ...change })).toBe(answer);
  });

  test('an unanswered run is found wherever it lies, and only within the window', () => {
    const hours = fc.array(fc.integer({ min: 0, max: 200 }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(hours, fc.integer({ min: 2, max: 5 }), (made, count) => {
        const times = made.toSorted((a, b) => a - b).map((hour) => hour * HOUR_MS);
        const isThere = times.some(
          (at, index) => (times[index + count - 1] ?? Number.POSITIVE_INFINITY) - at <= DAY_MS,
        );
        const answer = ask(
          { ...ORDINARY, writtenAt: times },
          { check: 'unanswered', params: { count, windowMs: DAY_MS } },
        );
        expect(answer).toBe(isThere ? 'hit' : 'no');
      }),
    );
  });
});

describe('the default tiers', () => {
  test.each<[string, Partial<TierFacts>, string]>([
    ['an ordinary card', {}, 'normal'],
    ['an express order, even an abnormal one', { isUrgent: true, class: 'abnormal' }, 'urgent'],
    ['a complaint', { isConversation: true, intents: ['complaint'] }, 'urgent'],
    ['a threat with a bad review', { isConversation: true, warnings: ['bad-review'] }, 'urgent'],
    ['a VIP', { tags: ['VIP'] }, 'urgent'],
    ['10,000 yuan paid', { paidFen: 1_000_000 }, 'urgent'],
    ['an open dispute', { holds: ['dispute'] }, 'urgent'],
    ['an abnormal order', { class: 'abnormal' }, 'abnormal'],
    ['a conversation', { isConversation: true, class: null }, 'conversation'],
  ])('%s', (_, change, id) => expect(tierOf({ ...ORDINARY, ...change }, DEFAULTS).id).toBe(id));

  test('could be published as they are', () => expect(tierProblems(DEFAULTS)).toEqual([]));
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DAY_MS, HOUR_MS } from '@/domain/clocks/instant';
import { newCheck } from './checks';
import { complaintWarnings } from './complaint-warnings';
import type { TierCondition } from './condition';
import { diffTiers } from './diff-tiers';
import { rebaseTiers } from './rebase-tiers';
import type { Tier } from './tier';
import { tierProblems } from './tier-problems';
import { aTier } from './tiers.test-data';

const first = (values: Partial<Tier>) => [aTier('first', newCheck('express'), values), aTier('rest')];
const nested = (depth: number): TierCondition => (depth === 0 ? newCheck('express') : { all: [nested(depth - 1)] });

describe('tierProblems', () => {
  test.each<[string, readonly Tier[], string, string]>([
    ['a name in one language only', first({ name: { 'zh-CN': '一', en: ' ' } }), 'name.en', 'empty'],
    ['a name nobody could show', first({ name: { 'zh-CN': '一'.repeat(31), en: 'x' } }), 'name.zh-CN', 'too-long'],
    ['a name another tier has', first({ name: { 'zh-CN': 'rest', en: 'x' } }), 'name.zh-CN', 'same-name'],
    ['no time to answer', first({ respond: { kind: 'within', ms: 0 } }), 'respond', 'out-of-range'],
    ['more than a month', first({ respond: { kind: 'within', ms: 31 * DAY_MS } }), 'respond', 'out-of-range'],
    ['a share of nothing', first({ warn: { kind: 'share', leftPercent: 0 } }), 'warn', 'out-of-range'],
    ['a warning before the start', first({ warn: { kind: 'before', ms: 2 * HOUR_MS } }), 'warn', 'warns-too-early'],
    ['a group without checks', first({ condition: { any: [] } }), 'condition', 'empty'],
    ['groups within groups within groups', first({ condition: nested(4) }), 'condition.0.0.0', 'too-deep'],
    [
      'a line of no money',
      first({ condition: { any: [{ check: 'paid-at-least', params: { minFen: 0 } }] } }),
      'condition.0.minFen',
      'out-of-range',
    ],
    [
      'no words to look for',
      first({ condition: { all: [{ check: 'buyer-tag', params: { tags: [] } }] } }),
      'condition.0.tags',
      'empty',
    ],
    [
      'a class that does not exist',
      first({ condition: { all: [{ check: 'class', params: { classes: ['odd'] } }] } }),
      'condition.0.classes',
      'unknown-word',
    ],
  ])('%s', (_, tiers, field, problem) => {
    expect(tierProblems(tiers)).toContainEqual({ tierId: 'first', field, problem });
  });

  test('the last tier takes every card, and no id is given twice', () => {
    expect(tierProblems([aTier('a'), aTier('b', newCheck('express'))])).toEqual([
      { tierId: 'a', field: 'condition', problem: 'empty' },
      { tierId: 'b', field: 'condition', problem: 'must-take-all' },
    ]);
    expect(tierProblems([aTier('a', newCheck('express')), aTier('a')]).map((found) => found.problem)).toContain(
      'same-id',
    );
    expect(tierProblems(first({}))).toEqual([]);
  });
});

describe('diffTiers', () => {
  const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((id) => aTier(id)) as [Tier, Tier, Tier, Tier];
  const kinds = (before: readonly Tier[], after: readonly Tier[]) =>
    diffTiers(before, after).map(({ tierId, kind, fields }) => [tierId, kind, ...fields].join(' '));

  test('names what was added, removed, moved and edited, and nothing that merely slid', () => {
    expect(kinds([a, b, c], [a, b, c])).toEqual([]);
    expect(kinds([a, b, c], [c, a, b])).toEqual(['c moved']);
    expect(kinds([a, b, c], [b, a, c])).toEqual(['b moved']);
    expect(kinds([a, b, c], [a, d, b])).toEqual(['d added', 'c removed']);
    const edited = { ...b, skill: 'vip', respond: { kind: 'same-business-day' as const } };
    expect(kinds([c, a, b], [edited, c, a])).toEqual(['b moved', 'b edited respond skill']);
  });

  test('moves the fewest tiers that explain the order', () => {
    const ids = ['a', 'b', 'c', 'd', 'e', 'f'];
    const order = fc.shuffledSubarray(ids, { minLength: 6, maxLength: 6 });
    fc.assert(
      fc.property(order, fc.nat(5), fc.nat(5), (made, from, to) => {
        const moved = made.toSpliced(from, 1).toSpliced(to, 0, made[from]!);
        const changes = diffTiers(
          made.map((id) => aTier(id)),
          moved.map((id) => aTier(id)),
        );
        expect(changes.length).toBe(from === to ? 0 : 1);
      }),
    );
  });
});

describe('rebaseTiers', () => {
  const [a, b, c, d, last] = ['a', 'b', 'c', 'd', 'last'].map((id) => aTier(id)) as [Tier, Tier, Tier, Tier, Tier];
  const named = (tier: Tier, en: string): Tier => ({ ...tier, name: { ...tier.name, en } });
  const shown = (tiers: readonly Tier[]) => tiers.map(({ id, name }) => (name.en === id ? id : `${id}:${name.en}`));

  test.each<[string, readonly Tier[], readonly Tier[], readonly string[]]>([
    ['my edit beside theirs', [named(a, 'mine'), b, last], [a, named(b, 'their'), last], ['a:mine', 'b:their', 'last']],
    ['my edit of what they edited', [named(a, 'mine'), b, last], [named(a, 'their'), b, last], ['a:mine', 'b', 'last']],
    ['my order with their edit', [b, a, last], [a, named(b, 'their'), last], ['b:their', 'a', 'last']],
    ['my addition in their order', [a, c, b, last], [b, a, last], ['c', 'b', 'a', 'last']],
    ['my order with their addition', [b, a, last], [a, d, b, last], ['d', 'b', 'a', 'last']],
    ['what I removed stays removed', [b, last], [named(a, 'their'), b, last], ['b', 'last']],
    ['what they removed stays removed', [a, named(b, 'mine'), last], [b, last], ['b:mine', 'last']],
    ['what I edited and they removed is kept', [named(a, 'mine'), b, last], [b, last], ['a:mine', 'b', 'last']],
  ])('%s', (_, mine, theirs, expected) => {
    expect(shown(rebaseTiers([a, b, last], mine, theirs))).toEqual(expected);
  });

  test('of nothing is what they have', () => {
    expect(rebaseTiers([a, b, last], [a, b, last], [b, d, last])).toEqual([b, d, last]);
  });
});

describe('complaintWarnings', () => {
  test.each<[string, readonly string[]]>([
    ['再不发货我就打12315了', ['authority']],
    ['１２３１５见', ['authority']],
    ['等着收差评吧', ['bad-review']],
    ['我要找消协,还要给差评', ['authority', 'bad-review']],
    ['放心,不会给差评的', []],
    ['我没有要投诉的意思', []],
    ['快递到哪了', []],
  ])('%s', (text, warnings) => expect(complaintWarnings(text)).toEqual(warnings));
});

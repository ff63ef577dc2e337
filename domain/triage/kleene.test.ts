import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { and, EMPTY_HIT, not, or } from './kleene';
import { type Answer, hit, NO, unknown } from './signals/signal';

const HIT = hit({ signal: 'a', field: 'x' });
const UNKNOWN = unknown('b', 'masked');
const anyAnswer = fc.constantFrom<Answer>(HIT, NO, UNKNOWN, hit({ signal: 'c', field: 'y' }), unknown('d', 'missing'));
const value = (answer: Answer) => answer.answer;
const law = (check: (a: Answer, b: Answer, c: Answer) => void) =>
  fc.assert(
    fc.property(anyAnswer, anyAnswer, anyAnswer, (a, b, c) => {
      check(a, b, c);
    }),
  );

describe('the logic of hit, no and unknown', () => {
  test.each<[Answer, Answer, string, string]>([
    [HIT, HIT, 'hit', 'hit'],
    [HIT, NO, 'no', 'hit'],
    [HIT, UNKNOWN, 'unknown', 'hit'],
    [NO, NO, 'no', 'no'],
    [NO, UNKNOWN, 'no', 'unknown'],
    [UNKNOWN, UNKNOWN, 'unknown', 'unknown'],
  ])("is Kleene's: %o with %o gives %s for all and %s for any", (a, b, all, any) => {
    expect([value(and(a, b)), value(and(b, a))]).toEqual([all, all]);
    expect([value(or(a, b)), value(or(b, a))]).toEqual([any, any]);
  });

  test('not turns hit and no round and leaves unknown as it is', () => {
    expect(not(HIT)).toEqual(NO);
    expect(value(not(NO))).toBe('hit');
    expect(not(UNKNOWN)).toBe(UNKNOWN);
    law((a) => expect(value(not(not(a)))).toBe(value(a)));
  });

  test("De Morgan's laws hold", () => {
    law((a, b) => expect(value(not(and(a, b)))).toBe(value(or(not(a), not(b)))));
    law((a, b) => expect(value(not(or(a, b)))).toBe(value(and(not(a), not(b)))));
  });

  test('all and any are commutative, associative and distribute over each other', () => {
    law((a, b) => expect(value(and(a, b))).toBe(value(and(b, a))));
    law((a, b, c) => expect(and(and(a, b), c)).toEqual(and(a, and(b, c))));
    law((a, b, c) => expect(or(or(a, b), c)).toEqual(or(a, or(b, c))));
    law((a, b, c) => expect(value(and(a, or(b, c)))).toBe(value(or(and(a, b), and(a, c)))));
  });

  test('the neutral elements change nothing', () => {
    law((a) => expect(and(EMPTY_HIT, a)).toEqual(a));
    law((a) => expect(or(NO, a)).toEqual(a));
  });

  test('learning what was unknown never turns a known answer round', () => {
    for (const learned of [HIT, NO]) {
      law((a) => {
        for (const operate of [and, or]) {
          const before = value(operate(a, UNKNOWN));
          if (before !== 'unknown') expect(value(operate(a, learned))).toBe(before);
        }
      });
    }
  });

  test('a hit carries the evidence of all that hit, and the first unknown gives the reason', () => {
    const other = hit({ signal: 'c', field: 'y' });
    expect(and(HIT, other)).toEqual({ answer: 'hit', evidence: [...HIT.evidence, ...other.evidence] });
    expect(or(HIT, other)).toEqual({ answer: 'hit', evidence: [...HIT.evidence, ...other.evidence] });
    expect(or(UNKNOWN, HIT)).toBe(HIT);
    expect(and(UNKNOWN, unknown('d', 'later'))).toBe(UNKNOWN);
  });
});

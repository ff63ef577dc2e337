import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createAgenda } from './agenda';

describe('an agenda', () => {
  it('gives back what is due, earliest first, equal times in the order put in, and nothing before its time', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 50 })), fc.integer({ min: 0, max: 50 }), (times, now) => {
        const agenda = createAgenda<{ at: number; n: number }>();
        times.forEach((at, n) => {
          agenda.put(at, { at, n });
        });
        const taken: { at: number; n: number }[] = [];
        for (let due = agenda.takeDue(now); due; due = agenda.takeDue(now)) taken.push(due);
        const expected = times.map((at, n) => ({ at, n })).filter(({ at }) => at <= now);
        expect(taken).toEqual(expected.toSorted((a, b) => a.at - b.at || a.n - b.n));
        expect(agenda.size).toBe(times.length - taken.length);
        expect(agenda.all().every(({ at }) => at > now)).toBe(true);
      }),
    );
  });
});

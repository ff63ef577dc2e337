import { describe, expect, it } from 'vitest';
import { randomFrom } from '../random';
import { nameOf } from './orders';
import { planOf } from './plan';

const counts = new Map([
  ['chaos-generic', 200],
  ['chaos-douyin', 200],
  ['chaos-jd', 50],
]);
const plan = planOf(counts, 1_700_000_000_000, randomFrom(3));

describe('the plan of a run over several channels', () => {
  it('makes every step of every order once, in its order, and tells of it only afterwards', () => {
    const made = new Map<string, number>();
    let told = 0;
    for (const { step, kind } of plan.entries) {
      const name = nameOf(step);
      if (kind === 'change') {
        expect(step.n).toBe(made.get(name) ?? 0);
        made.set(name, step.n + 1);
      } else {
        expect(made.get(name) ?? 0).toBeGreaterThan(step.n);
        told += 1;
      }
    }
    expect([...made.values()]).toEqual(Array.from({ length: 450 }, () => 4));
    expect(told).toBeGreaterThan(1_800);
  });

  it('loses a twentieth, each to the end of its order, and nothing of a shop where nobody could look for it', () => {
    const lost = new Set(plan.lost);
    expect(lost.size / (250 * 4)).toBeCloseTo(0.05, 1);
    expect([...lost].every(({ shopId }) => shopId !== 'chaos-generic')).toBe(true);
    expect(plan.entries.every(({ step, kind }) => kind === 'change' || !lost.has(step))).toBe(true);
    for (const step of plan.steps)
      if ([...lost].some((other) => nameOf(other) === nameOf(step) && other.n < step.n)) expect(lost).toContain(step);
  });

  it('repeats no message that is said anew in other words', () => {
    const of = (wanted: string) => plan.entries.flatMap(({ step, kind }) => (kind === wanted ? [step] : []));
    const repeated = new Set(of('repeat'));
    expect(of('conflict').length).toBeGreaterThan(5);
    expect(of('conflict').filter((step) => repeated.has(step))).toEqual([]);
  });
});

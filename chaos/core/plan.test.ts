import { describe, expect, it } from 'vitest';
import { strikesOf } from '../house/faults';
import { randomFrom } from '../random';
import { planOf } from './plan';

const plan = planOf(4_000, 1_700_000_000_000, randomFrom(3));

describe('the plan of a chaos run', () => {
  it('is the same for the same seed and another for another', () => {
    expect(planOf(4_000, 1_700_000_000_000, randomFrom(3))).toEqual(plan);
    expect(planOf(4_000, 1_700_000_000_000, randomFrom(4)).asSent).not.toEqual(plan.asSent);
  });

  it('sends every message at least once, a fifth of them twice, a hundredth with another body', () => {
    expect(plan.inOrder).toHaveLength(4_000);
    const sent = new Set(plan.asSent.filter(({ isConflict }) => !isConflict).map(({ id }) => id));
    expect(sent).toEqual(new Set(plan.inOrder.map(({ id }) => id)));
    expect(plan.repeats / 4_000).toBeCloseTo(0.2, 1);
    expect(plan.conflicts).toBeGreaterThan(15);
    const bodies = new Map(plan.inOrder.map(({ id, body }) => [id, body]));
    for (const { id, body, isConflict } of plan.asSent) expect(body === bodies.get(id)).toBe(!isConflict);
  });

  it('shuffles: messages of one order arrive out of their order', () => {
    const latest = new Map<string, string>();
    const overtaken = plan.asSent.filter(({ id, orderNo }) => {
      const isLate = (latest.get(orderNo) ?? '') > id;
      if (!isLate) latest.set(orderNo, id);
      return isLate;
    });
    expect(overtaken.length).toBeGreaterThan(400);
  });

  it('strikes with every kind of fault, spread over the whole run', () => {
    const strikes = strikesOf(18, 12_000, randomFrom(1));
    expect(new Set(strikes.map(({ fault }) => fault.name)).size).toBe(6);
    expect(strikes.map(({ after }) => after)).toEqual(strikes.map(({ after }) => after).sort((a, b) => a - b));
    expect(strikes.at(-1)?.after).toBeLessThan(12_000);
  });
});

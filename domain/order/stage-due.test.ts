import { describe, expect, it } from 'vitest';
import { HOUR_MS, MINUTE_MS } from '@/domain/clocks/instant';
import { SHIP_SOON_MS, shipDueOf, stageDueAt, stageOverrunMs } from './stage-due';

const at = 1_800_000_000_000;
const NOTHING_SAID = { shipBy: null, promisedAt: null };

describe('when a stage must be over', () => {
  it('is its limit after it began', () => {
    expect(stageDueAt({ stage: 'review', stageSince: at, ...NOTHING_SAID })).toBe(at + 10 * MINUTE_MS);
  });
  it('is the promised time for the delivery, else when a parcel counts as stuck', () => {
    expect(stageDueAt({ stage: 'delivery', stageSince: at, ...NOTHING_SAID, promisedAt: at + HOUR_MS })).toBe(
      at + HOUR_MS,
    );
    expect(stageDueAt({ stage: 'delivery', stageSince: at, ...NOTHING_SAID })).toBe(at + 72 * HOUR_MS);
  });
  it('is no later than its platform wants it to leave, as long as it has not left', () => {
    const order = { stageSince: at, ...NOTHING_SAID, shipBy: at + MINUTE_MS };
    for (const stage of ['review', 'picking', 'packing'] as const)
      expect(stageDueAt({ ...order, stage })).toBe(at + MINUTE_MS);
    for (const stage of ['collection', 'delivery'] as const)
      expect(stageDueAt({ ...order, stage })).toBe(stageDueAt({ ...order, stage, shipBy: null }));
  });
  it('is never for an unpaid order, an order that has ended, or one whose begin nobody told', () => {
    for (const order of [{ stage: 'payment', stageSince: at } as const, { stage: null, stageSince: at }])
      expect(stageDueAt({ ...order, ...NOTHING_SAID })).toBeNull();
    expect(stageDueAt({ stage: 'picking', stageSince: null, ...NOTHING_SAID })).toBeNull();
  });
});

describe('how far a finished stage went over', () => {
  it('counts from its limit', () => {
    expect(stageOverrunMs('review', 12 * MINUTE_MS)).toBe(2 * MINUTE_MS);
    expect(stageOverrunMs('review', 10 * MINUTE_MS)).toBeNull();
  });
  it('says nothing of payment and delivery, whose clocks are other ones, nor of what nobody timed', () => {
    for (const stage of ['payment', 'delivery'] as const) expect(stageOverrunMs(stage, 99 * HOUR_MS)).toBeNull();
    expect(stageOverrunMs('packing', null)).toBeNull();
  });
});

describe('the time to ship', () => {
  it.each([
    ['is far off', SHIP_SOON_MS + 1, null],
    ['runs out soon', SHIP_SOON_MS, 'soon'],
    ['has just passed', 0, 'passed'],
    ['is long past', -HOUR_MS, 'passed'],
  ] as const)('%s', (_, left, due) => {
    expect(shipDueOf({ stage: 'packing', shipBy: at + left, now: at })).toBe(due);
  });
  it('is nobody’s care before it is paid, once it has left, or where no platform set one', () => {
    for (const stage of ['payment', 'collection', 'delivery', null] as const)
      expect(shipDueOf({ stage, shipBy: at, now: at })).toBeNull();
    expect(shipDueOf({ stage: 'picking', shipBy: null, now: at })).toBeNull();
  });
});

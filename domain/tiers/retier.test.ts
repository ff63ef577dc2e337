import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '@/domain/clocks/instant';
import { type ClockStarts, clocksOf, tierDeadline } from './card-clocks';
import { newCheck } from './checks';
import { type CardUnderTier, retier } from './retier';
import type { Tier, TierFacts } from './tier';
import { tierOf } from './tier-of';
import { anyTierFacts, anyTiers, aTier, ORDINARY } from './tiers.test-data';

const OPENED = Date.parse('2026-11-11T10:00:00+08:00');
const STARTS: ClockStarts = { class: 'normal', tierSince: OPENED, classSince: OPENED, waitingSince: null };

/** A card as these tiers judge it. */
function cardUnder(tiers: readonly Tier[], facts: TierFacts = ORDINARY, starts: ClockStarts = STARTS): CardUnderTier {
  const tier = tierOf(facts, tiers);
  return { ...starts, ...clocksOf(starts, tier), tierId: tier.id, facts };
}
const within = (id: string, hours: number, condition = aTier(id).condition) =>
  aTier(id, condition, { respond: { kind: 'within', ms: hours * HOUR_MS } });
const tierNamed = (tiers: readonly Tier[], id: string) => tiers.find((tier) => tier.id === id);

describe('tierDeadline', () => {
  test.each<[string, Pick<Tier, 'respond' | 'warn'>, string, string]>([
    [
      'two hours, a quarter left',
      { respond: { kind: 'within', ms: 2 * HOUR_MS }, warn: { kind: 'share', leftPercent: 25 } },
      '11:30',
      '12:00',
    ],
    [
      'two hours, 20 minutes before',
      { respond: { kind: 'within', ms: 2 * HOUR_MS }, warn: { kind: 'before', ms: 20 * MINUTE_MS } },
      '11:40',
      '12:00',
    ],
    [
      'the same business day, an hour before',
      { respond: { kind: 'same-business-day' }, warn: { kind: 'before', ms: HOUR_MS } },
      '20:00',
      '21:00',
    ],
    [
      'a warning never lies before the start',
      { respond: { kind: 'same-business-day' }, warn: { kind: 'before', ms: DAY_MS } },
      '10:00',
      '21:00',
    ],
  ])('%s', (_, tier, warnAt, dueAt) => {
    const at = (time: string) => Date.parse(`2026-11-11T${time}:00+08:00`);
    expect(tierDeadline(tier, OPENED)).toEqual({ kind: 'tier', warnAt: at(warnAt), dueAt: at(dueAt) });
  });
});

describe('retier', () => {
  test('changes nothing for a card when the tiers say the same, whatever it is', () => {
    fc.assert(
      fc.property(anyTierFacts, anyTiers, fc.integer(), (facts, tiers, now) => {
        const card = cardUnder(tiers, facts);
        expect(retier(card, tierNamed(tiers, card.tierId), structuredClone(tiers), now)).toBeNull();
      }),
    );
  });

  test('gives any card exactly what the new tiers would have given it, from the same starts', () => {
    fc.assert(
      fc.property(anyTierFacts, anyTiers, anyTiers, (facts, before, after) => {
        const card = cardUnder(before, facts);
        const result = retier(card, tierNamed(before, card.tierId), after, OPENED);
        const expected = cardUnder(after, facts);
        const clocks = result?.clocks ?? card;
        expect([result?.tierId ?? card.tierId, clocks.dueAt, clocks.warnAt, clocks.dueKind]).toEqual([
          expected.tierId,
          expected.dueAt,
          expected.warnAt,
          expected.dueKind,
        ]);
      }),
    );
  });

  test('a shorter time can make a card overdue at once', () => {
    const card = cardUnder([within('rest', 24)]);
    const after = retier(card, within('rest', 24), [within('rest', 1)], OPENED + HOUR_MS);
    expect(after).toMatchObject({ tierId: 'rest', isOverdue: true, clocks: { dueAt: OPENED + HOUR_MS } });
    expect(retier(card, within('rest', 24), [within('rest', 2)], OPENED + HOUR_MS)?.isOverdue).toBe(false);
  });

  test('a waiting customer keeps the first reply, and gets the new tier once answered', () => {
    const card = cardUnder([within('rest', 4)], ORDINARY, { ...STARTS, waitingSince: OPENED });
    const after = retier(card, within('rest', 4), [within('rest', 1)], OPENED);
    expect(after?.clocks).toMatchObject({ dueKind: 'first-reply', dueAt: OPENED + 8 * MINUTE_MS });
    expect(after?.clocks.workDueAt).toBe(OPENED + HOUR_MS);
  });

  test('an earlier deadline of the class or of a late stage stays', () => {
    const confirm = cardUnder([within('rest', 1)], ORDINARY, { ...STARTS, class: 'confirm' });
    expect(retier(confirm, within('rest', 1), [within('rest', 9)], OPENED)?.clocks.dueKind).toBe('class');
    const stage = { workDueKind: 'stage', workDueAt: OPENED + 60, workWarnAt: null } as const;
    const late = { ...cardUnder([within('rest', 1)]), ...stage, dueKind: 'stage' as const, dueAt: OPENED + 60 };
    const after = retier(late, within('rest', 1), [within('rest', 9)], OPENED);
    expect(after?.clocks).toMatchObject({ dueKind: 'stage', dueAt: OPENED + 60, workDueKind: 'stage' });
  });

  test('another name, owner or skill moves no card', () => {
    const before = within('rest', 1);
    const named = { ...before, name: { 'zh-CN': '别的', en: 'Other' }, skill: 'vip', ownerGroupId: 'g' };
    expect(retier(cardUnder([before]), before, [named], OPENED)).toBeNull();
  });

  test('a card of a tier that is gone is judged anew', () => {
    const gone = [within('gone', 1, newCheck('express')), within('rest', 2)];
    const card = cardUnder(gone, { ...ORDINARY, isUrgent: true });
    expect(card.tierId).toBe('gone');
    expect(retier(card, gone[0], [within('rest', 2)], OPENED)).toMatchObject({ tierId: 'rest' });
    expect(retier({ ...card, tierId: 'rest' }, undefined, [within('rest', 3)], OPENED)?.clocks.dueAt).toBe(
      OPENED + 3 * HOUR_MS,
    );
  });
});

import { describe, expect, test } from 'vitest';
import { warningOf } from './warning-of';

type Said = Parameters<typeof warningOf>[0];
const mate = { orderId: '2', orderNo: 'OM2', amountFen: 100, placedAt: 0 };
const other = (state: Said['others'][number]['state'], isUrgent = false) => ({ ...mate, state, isUrgent });
const candidate = (isKeptApart = false) => ({ ...mate, isMerged: false, isKeptApart });
const said = (more: Partial<Said>): Said => ({
  ...{ candidates: [], isKeptApart: false, leavesAt: null, others: [], atOnce: null, whyAlone: 'left' },
  ...{ leftApartFrom: [] },
  ...more,
});

describe('the warning of an order that goes without others of its buyer', () => {
  test.each([
    ['nothing when it is alone', {}, null],
    [
      'that it leaves apart from all that are open',
      { leavesAt: 1, candidates: [candidate()], others: [other('held')] },
      2,
    ],
    ['nothing of what a person wanted apart', { leavesAt: 1, candidates: [candidate(true)] }, null],
    ['nothing when a person wanted it apart', { leavesAt: 1, isKeptApart: true, candidates: [candidate()] }, null],
  ] as const)('says %s', (_, more, count) => {
    expect(warningOf(said(more as Partial<Said>))).toEqual(count === null ? null : { key: 'unmerged', count });
  });

  test('of a held one says that releasing it sends several parcels, unless others can still go with it', () => {
    const held = (more: Partial<Said>) => warningOf(said({ whyAlone: 'held', ...more }));
    expect(held({ others: [other('left')] })).toEqual({ key: 'heldApart', count: 1 });
    expect(held({ others: [other('held', true)] })).toEqual({ key: 'heldApart', count: 1 });
    for (const atOnce of ['no-warehouse', 'no-wait', 'urgent'] as const)
      expect(held({ atOnce, others: [other('waiting')] })).toEqual({ key: 'heldApart', count: 1 });
    expect(held({ others: [other('waiting'), other('held'), other('left')] })).toEqual({
      key: 'heldTogether',
      count: 2,
    });
  });

  test('of a released one names what is still open before what it once left behind', () => {
    expect(warningOf(said({ others: [other('released')], leftApartFrom: [mate] }))).toEqual({
      ...{ key: 'goneWithout', count: 1 },
    });
    expect(warningOf(said({ leftApartFrom: [mate] }))).toEqual({ key: 'leftApart', count: 1 });
  });
});

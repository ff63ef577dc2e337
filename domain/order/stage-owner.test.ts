import { describe, expect, it } from 'vitest';
import { type OwnedOrder, stageOwner } from './stage-owner';

const order: OwnedOrder = {
  ...{ stage: 'review', review: 'held', warehouse: '杭州一仓', carrier: 'jt', seatName: null, groupName: '华东组' },
};

describe('who has an order in hand', () => {
  it.each([
    ['an unpaid order: its buyer', { stage: 'payment' }, { kind: 'buyer', name: null }],
    ['an order that nobody has judged: the rules', { review: 'pending' }, { kind: 'rules', name: null }],
    ['a held order: whoever has its card', { seatName: '李婷' }, { kind: 'seat', name: '李婷' }],
    ['a held order that nobody has taken: its group', {}, { kind: 'group', name: '华东组' }],
    [
      'a released order: the warehouse',
      { stage: 'picking', seatName: '李婷' },
      { kind: 'warehouse', name: '杭州一仓' },
    ],
    ['being packed, warehouse not told', { stage: 'packing', warehouse: null }, { kind: 'warehouse', name: null }],
    ['a packed order: the carrier', { stage: 'collection' }, { kind: 'carrier', name: 'jt' }],
    ['an order on its way: the carrier', { stage: 'delivery' }, { kind: 'carrier', name: 'jt' }],
  ] as const)('%s', (_name, change, owner) => {
    expect(stageOwner({ ...order, ...change })).toEqual(owner);
  });
});

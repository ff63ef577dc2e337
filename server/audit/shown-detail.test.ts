import { expect, it } from 'vitest';
import { shownDetail, wordsIn } from './shown-detail';

const names = new Map([
  ['u-1', '何静'],
  ['g-1', '客服一组'],
  ['g-2', '客服二组'],
]);

it('shows people and groups by name, leaves out what is empty, and cuts what is long', () => {
  expect(shownDetail({ userId: 'u-1', to: 'u-1', from: null, count: 3, replaced: [] }, names)).toEqual({
    userId: '何静',
    to: '何静',
    count: '3',
  });
  expect(shownDetail({ note: 'x'.repeat(500) }, names).note).toHaveLength(121);
});

it('tells two states as what differs, and lists as lists', () => {
  const from = { name: '潮汐', groupId: 'g-1', isActive: true, shipFrom: null };
  expect(shownDetail({ from, to: { ...from, groupId: 'g-2', shipFrom: '330100' } }, names)).toEqual({
    groupId: '客服一组 → 客服二组',
    shipFrom: '— → 330100',
  });
  expect(shownDetail({ skills: ['vip', 'risk'], userIds: ['u-1'] }, names)).toEqual({
    skills: 'vip, risk',
    userIds: '何静',
  });
});

it('finds every id that a detail speaks of', () => {
  expect(wordsIn({ from: { groupId: 'g-1' }, ids: ['a', 'b'], count: 3 })).toEqual(['g-1', 'a', 'b']);
});

it.each([
  ['note', '13800138000', '138****00'],
  ['note', '电话 13800138000,请回', '电话 138****00,请回'],
  ['note', '客户 88157888 急用', '客户 881****88 急用'],
  ['reason', '+86 138-0013-8000 来电', '+86****00 来电'],
  ['to', '13800138000', '138****00'],
  ['username', '13912345678', '139****78'],
  ['host', '0571-88157888', '057****88'],
  ['contact', 'li.lei@example.com', '…@…'],
])('shows nothing that reaches somebody: %s %s', (key, value, shown) => {
  expect(shownDetail({ [key]: value }, names)).toEqual({ [key]: shown });
});

it.each([
  ['orderId', '123456789012'],
  ['fileHash', 'a13800138000f91b2c'],
  ['sha256', '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'],
  ['fingerprint', '13800138000138001380'],
  ['sessionId', 'uZ0KBjT13800138000wUo5'],
  ['key', 'msg-13800138000'],
])('leaves ids and hashes whole, whatever digits stand in them: %s %s', (key, value) => {
  expect(shownDetail({ [key]: value }, names)).toEqual({ [key]: value });
});

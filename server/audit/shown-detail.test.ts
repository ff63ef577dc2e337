import { expect, it } from 'vitest';
import { shownDetail } from './shown-detail';

const names = new Map([['u-1', '何静']]);

it('shows people and groups by name, leaves out what is empty, and cuts what is long', () => {
  expect(shownDetail({ userId: 'u-1', to: 'u-1', from: null, count: 3 }, names)).toEqual({
    userId: '何静',
    to: '何静',
    count: '3',
  });
  expect(shownDetail({ note: 'x'.repeat(500) }, names).note).toHaveLength(121);
});

it.each([
  ['note', '13800138000', '138****00'],
  ['note', '电话 13800138000,请回', '电话 138****00,请回'],
  ['to', '13800138000', '138****00'],
  ['username', '13912345678', '139****78'],
  ['contact', 'li.lei@example.com', '…@…'],
  ['orderId', '123456789012', '123456789012'],
])('shows nothing that reaches somebody: %s %s', (key, value, shown) => {
  expect(shownDetail({ [key]: value }, names)).toEqual({ [key]: shown });
});

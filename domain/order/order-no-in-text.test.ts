import { describe, expect, it } from 'vitest';
import { orderNoCandidates } from './order-no-in-text';

describe('order numbers in a text', () => {
  it('are found between Chinese words without spaces', () => {
    expect(orderNoCandidates('订单号TW20261111000001麻烦看下')).toEqual(['TW20261111000001']);
  });
  it('are found in full-width digits and small letters', () => {
    expect(orderNoCandidates('３７０４６１２３５４５５９７４３２３２')).toEqual(['3704612354559743232']);
    expect(orderNoCandidates('tw20261111000001')).toEqual(['tw20261111000001', 'TW20261111000001']);
  });
  it('are nothing shorter than eight characters and nothing without a digit', () => {
    expect(orderNoCandidates('买了12件，1234567，helloworld')).toEqual([]);
  });
  it('are at most ten, however long the text', () => {
    const text = Array.from({ length: 50 }, (_, i) => 20_000_000 + i).join(' ');
    expect(orderNoCandidates(text)).toHaveLength(10);
  });
});

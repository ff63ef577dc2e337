import { describe, expect, it } from 'vitest';
import { occasionOfOrder } from './occasion';
import { REPLY_STATES, type ReplyState } from './reply-facts';
import { templatesFor } from './templates';

describe('occasionOfOrder', () => {
  it.each<[readonly string[], ReplyState, string | null]>([
    [['unit-price-off', 'address-vague'], 'in-review', 'confirm-address'],
    [['phone-invalid'], 'unpaid', 'confirm-phone'],
    [['urgent-phrase'], 'picking', 'urgent-need'],
    [['same-ip-burst'], 'in-review', 'why-not-shipped'],
    [[], 'in-transit', 'where-is-my-parcel'],
    [['address-vague'], 'in-transit', 'where-is-my-parcel'],
    [['address-vague'], 'signed', null],
    [[], 'cancelled', null],
    [[], 'no-order', null],
  ])('of %j in state %s is %s', (ruleIds, state, occasion) => {
    expect(occasionOfOrder(ruleIds, state)).toBe(occasion);
  });

  it('always leads to a template that exists', () => {
    for (const state of REPLY_STATES) {
      for (const rule of ['address-vague', 'phone-invalid', 'urgent-phrase', 'other']) {
        const occasion = occasionOfOrder([rule], state);
        if (occasion !== null) expect(templatesFor(occasion, state).length, `${rule} ${state}`).toBeGreaterThan(0);
      }
    }
  });
});

import { describe, expect, test } from 'vitest';
import type { AddressAssessment, PhoneAssessment } from '@/domain/order/assessments';
import { someFacts } from '../facts.test-data';
import { addressVague } from './address-vague';
import { phoneInvalid } from './phone-invalid';
import { relayAddress } from './relay-address';

const NONE = {};

describe('address-vague', () => {
  test('a vague address is a hit with its reason and words', () => {
    const address: AddressAssessment = { state: 'known', vague: { reason: 'landmark-only', span: '小区门口' } };
    expect(addressVague.evaluate(someFacts({ address }), NONE)).toEqual({
      answer: 'hit',
      evidence: [{ signal: 'address-vague', field: 'address', span: '小区门口', reason: 'landmark-only' }],
    });
  });

  test.each<[string, AddressAssessment, object]>([
    ['a complete address is no hit', { state: 'known', vague: null }, { answer: 'no' }],
    ['a masked address is unknown', { state: 'masked' }, { answer: 'unknown', reason: 'address-masked' }],
    ['a missing address is unknown', { state: 'missing' }, { answer: 'unknown', reason: 'address-missing' }],
  ])('%s', (_, address, answer) => {
    expect(addressVague.evaluate(someFacts({ address }), NONE)).toMatchObject(answer);
  });
});

describe('relay-address', () => {
  test.each<[string, AddressAssessment, string]>([
    ['a relay point is a hit', { state: 'known', vague: null, relay: '代收点' }, 'hit'],
    ['no relay point is no hit', { state: 'known', vague: null, relay: null }, 'no'],
    ['an address nobody looked at is unknown', { state: 'known', vague: null }, 'unknown'],
    ['a masked address is unknown', { state: 'masked' }, 'unknown'],
    ['a missing address is unknown', { state: 'missing' }, 'unknown'],
  ])('%s', (_, address, answer) => {
    expect(relayAddress.evaluate(someFacts({ address }), NONE).answer).toBe(answer);
  });
});

describe('phone-invalid', () => {
  test.each<[string, PhoneAssessment, object]>([
    [
      'an invalid number is a hit with its problem, masked',
      { state: 'known', problem: 'length', shown: '12****78' },
      { answer: 'hit', evidence: [{ reason: 'length', span: '12****78' }] },
    ],
    ['a valid number is no hit', { state: 'known', problem: null, shown: '138****8000' }, { answer: 'no' }],
    ['a masked number is unknown', { state: 'masked' }, { answer: 'unknown', reason: 'phone-masked' }],
    ['a missing number is unknown', { state: 'missing' }, { answer: 'unknown', reason: 'phone-missing' }],
  ])('%s', (_, phone, answer) => {
    expect(phoneInvalid.evaluate(someFacts({ phone }), NONE)).toMatchObject(answer);
  });
});

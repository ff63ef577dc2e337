import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { hasShared, SHARED_DIR } from '@/db/testing/shared';
import { assessPhone, maskPhone, normalisePhone } from './phone';

const problemOf = (value: string) => {
  const assessment = assessPhone({ state: 'plain', value });
  return assessment.state === 'known' ? assessment.problem : assessment.state;
};

describe('normalisePhone', () => {
  test.each([
    ['+86 138-0013-8000', '13800138000'],
    ['0086 13800138000', '13800138000'],
    ['8613800138000', '13800138000'],
    ["'13800138000", '13800138000'],
    ['１３８００１３８０００', '13800138000'],
    ['138 0013 8000', '13800138000'],
    ['(010) 6512-3456', '01065123456'],
    ['021-50123456', '02150123456'],
    ['18412345678-5243', '18412345678'],
    ['18412345678转5243', '18412345678'],
    ['18412345678,5243', '18412345678'],
    ['+852 9123 4567', '+85291234567'],
  ])('brings %s to %s', (raw, number) => expect(normalisePhone(raw)).toBe(number));
});

describe('assessPhone', () => {
  test.each([
    ['a mobile number', '13800138000'],
    ['a new carrier prefix', '19912345678'],
    ['a number with +86 and dashes', '+86 138-0013-8000'],
    ['a 13-digit IoT number', '1440892359525'],
    ['a 10649 IoT number', '1064912345678'],
    ['a landline with area code', '021-50123456'],
    ['a landline with a 7-digit number', '0571-8712345'],
    ['a landline with an extension', '010-65123456-801'],
    ['a 400 number', '400-820-8820'],
    ['a privacy number with its extension', '18412345678-5243'],
    ['a Hong Kong number', '+852 9123 4567'],
  ])('accepts %s', (_, value) => expect(problemOf(value)).toBeNull());

  test.each([
    ['1380013800', 'length'],
    ['138001380001', 'length'],
    ['12345', 'length'],
    ['50123456', 'length'],
    ['12345678901', 'prefix'],
    ['23800138000', 'prefix'],
    ['10086123456', 'prefix'],
    ['11111111111', 'repeated'],
    ['00000000', 'repeated'],
    ['1380013800O', 'characters'],
    ['没有电话', 'characters'],
    ['', 'characters'],
    ['138+00138000', 'characters'],
  ])('finds what is wrong with %j: %s', (value, problem) => expect(problemOf(value)).toBe(problem));

  test('never calls a masked or missing number invalid', () => {
    expect(assessPhone({ state: 'masked', shown: '138****8000' })).toEqual({ state: 'masked' });
    expect(assessPhone({ state: 'missing' })).toEqual({ state: 'missing' });
  });

  test('shows no more of a number than its mask', () => {
    expect(assessPhone({ state: 'plain', value: '13800138000' })).toMatchObject({ shown: '138****8000' });
    expect(maskPhone('12345678')).toBe('12****78');
    expect(maskPhone('12345')).toBe('****');
  });
});

const segments = `${SHARED_DIR}/data/phone-segments.json`;
if (!hasShared) console.warn(`SKIPPED: carriers' number segments are not tested, ${segments} is absent`);

describe.skipIf(!hasShared)("the carriers' number segments", () => {
  test.each(['carrier', 'mvno', 'iot', 'data_plan_only'])('no %s number counts as invalid', (group) => {
    const all: Record<string, Record<string, number[]>> = JSON.parse(readFileSync(segments, 'utf8'));
    const numbers = Object.values(all[group] ?? {}).flat();
    expect(numbers.length).toBeGreaterThan(0);
    expect(numbers.filter((number) => problemOf(String(number)) !== null)).toEqual([]);
  });
});

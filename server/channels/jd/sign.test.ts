import fs from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { hasShared, SHARED_DIR } from '@/db/testing/shared';
import { joined, md5Around } from '@/sim/platform/isv';
import { signParams } from './sign';

interface Vectors {
  cases: { secret: string; params: Record<string, string>; sign: string }[];
}

if (!hasShared) console.warn('SKIPPED: the vectors beside the project are absent');

it.skipIf(!hasShared)('the signatures of JOS are made by us and by the stand-in', () => {
  const file = path.join(SHARED_DIR, 'protocols/vectors/jd_jos_sign.json');
  const { cases } = JSON.parse(fs.readFileSync(file, 'utf8')) as Vectors;
  expect(cases.length).toBeGreaterThan(1);
  for (const { secret, params, sign } of cases) {
    expect(signParams(secret, params)).toBe(sign);
    expect(md5Around(secret, joined(new Map(Object.entries(params))))).toBe(sign);
  }
});

it('a parameter without a value changes nothing, one letter everything', () => {
  expect(signParams('secret', { b: '2', a: '1', c: '' })).toBe(signParams('secret', { a: '1', b: '2' }));
  expect(signParams('secret', { a: '1', b: '3' })).not.toBe(signParams('secret', { a: '1', b: '2' }));
});

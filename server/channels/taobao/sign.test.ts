import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { hasShared, SHARED_DIR } from '@/db/testing/shared';
import { signCall } from '@/sim/taobao/sign';
import { type SignMethod, signParams } from './sign';

interface Vectors {
  cases: { secret: string; params: Record<string, string> & { sign_method: SignMethod }; sign: string }[];
}

if (!hasShared) console.warn('SKIPPED: the vectors beside the project are absent');

describe.skipIf(!hasShared)('the signatures of TOP', () => {
  const { cases } = JSON.parse(
    hasShared ? fs.readFileSync(path.join(SHARED_DIR, 'protocols/vectors/taobao_top_sign.json'), 'utf8') : '{}',
  ) as Vectors;

  it.each(['md5', 'hmac', 'hmac-sha256'] as const)('by %s are made by us and by the stand-in', (method) => {
    const own = cases.filter(({ params }) => params.sign_method === method);
    expect(own.length).toBeGreaterThan(1);
    for (const { secret, params, sign } of own) {
      expect(signParams(secret, params, method)).toBe(sign);
      expect(signCall(new Map(Object.entries(params)), secret)).toBe(sign);
    }
  });
});

it('a parameter without a value changes nothing, the order of keys neither, one letter everything', () => {
  const sign = (params: Record<string, string>) => signParams('secret', params, 'md5');
  expect(sign({ b: '2', a: '1', c: '' })).toBe(sign({ a: '1', b: '2' }));
  expect(sign({ a: '1', b: '3' })).not.toBe(sign({ a: '1', b: '2' }));
});

import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as oracle from '@wecom/crypto';
import { describe, expect, it } from 'vitest';
import { hasShared, SHARED_DIR } from '@/db/testing/shared';
import { CallbackRefused, decrypt, isSigned } from './sealed-callback';

interface Vector {
  readonly name: string;
  readonly token: string;
  readonly encodingAESKey: string;
  readonly receiveId: string;
  readonly timestamp: string;
  readonly nonce: string;
  readonly plaintext: string;
  readonly encrypt: string;
  readonly msg_signature: string;
  readonly valid: boolean;
}
const file = path.join(SHARED_DIR, 'protocols/vectors/wecom_callback.json');
if (!hasShared) console.warn('the shared vectors are absent: WeCom vectors are SKIPPED');
const vectors: readonly Vector[] = hasShared ? JSON.parse(readFileSync(file, 'utf8')).cases : [];

const secrets = {
  token: 'QDG6eK',
  encodingAesKey: 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C',
  receiveId: 'wx5823bf96d3bd56c7',
};
const refusal = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    if (error instanceof CallbackRefused) return error.why;
    throw error;
  }
  return 'accepted';
};

describe.skipIf(!hasShared)('the callback vectors', () => {
  it('are all there', () => {
    expect(vectors.map(({ name }) => name)).toHaveLength(6);
  });
  for (const vector of vectors) {
    const own = { token: vector.token, encodingAesKey: vector.encodingAESKey, receiveId: vector.receiveId };
    const isRightlySigned = () =>
      isSigned(vector.token, vector.timestamp, vector.nonce, vector.encrypt, vector.msg_signature);
    it(`${vector.name} is ${vector.valid ? 'verified and decrypted' : 'refused'}`, () => {
      if (vector.valid) {
        expect(isRightlySigned()).toBe(true);
        expect(decrypt(own, vector.encrypt)).toBe(vector.plaintext);
      } else if (vector.name === 'bad_signature') {
        expect(isRightlySigned()).toBe(false);
      } else {
        expect(isRightlySigned()).toBe(true);
        expect(refusal(() => decrypt(own, vector.encrypt))).toBe('receive-id');
      }
    });
  }
});

describe('the callback cipher', () => {
  it('decrypts what the published library encrypts, at every length around the padding block', () => {
    for (let length = 0; length <= 70; length += 1) {
      const message = '观'.repeat(length);
      const encrypted = oracle.encrypt(secrets.encodingAesKey, message, secrets.receiveId);
      expect(decrypt(secrets, encrypted)).toBe(message);
    }
  });
  it('accepts the signature of the published library and refuses one that is a byte off, empty or doubled', () => {
    const signature = oracle.getSignature(secrets.token, '1762876800', '1597212914', 'abc');
    const check = (claimed: string) => isSigned(secrets.token, '1762876800', '1597212914', 'abc', claimed);
    expect(check(signature)).toBe(true);
    expect(check(`0${signature.slice(1)}`)).toBe(signature.startsWith('0'));
    expect(check('')).toBe(false);
    expect(check(signature + signature)).toBe(false);
    expect(check(signature.toUpperCase())).toBe(false);
  });
  it('refuses text that is not a whole number of blocks, padded wrongly, or cut short', () => {
    const good = Buffer.from(oracle.encrypt(secrets.encodingAesKey, 'x', secrets.receiveId), 'base64');
    const flipped = Buffer.from(good);
    flipped[flipped.length - 1] = (flipped[flipped.length - 1] ?? 0) ^ 1;
    for (const bad of [Buffer.alloc(0), good.subarray(0, 17), good.subarray(0, 32), flipped])
      expect(refusal(() => decrypt(secrets, bad.toString('base64')))).toBe('ciphertext');
  });
});

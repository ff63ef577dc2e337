import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as oracle from '@wecom/crypto';
import { describe, expect, it } from 'vitest';
import { hasShared, SHARED_DIR } from '@/db/testing/shared';
import { seal, sign } from './crypto';

const file = path.join(SHARED_DIR, 'protocols/vectors/wecom_callback.json');
if (!hasShared) console.warn('the shared vectors are absent: WeCom vectors are SKIPPED');
const vectors = hasShared
  ? (JSON.parse(readFileSync(file, 'utf8')).cases as Record<string, string>[]).filter(({ valid }) => valid)
  : [];

describe.skipIf(!hasShared)('the platform side of the callback cipher', () => {
  for (const vector of vectors) {
    it(`seals and signs ${vector.name} to the byte`, () => {
      const sealing = { token: vector.token!, aesKey: vector.encodingAESKey!, receiveId: vector.receiveId! };
      expect(seal(sealing, vector.plaintext!, Buffer.from(vector.random16!))).toBe(vector.encrypt);
      expect(sign(vector.token!, vector.timestamp!, vector.nonce!, vector.encrypt!)).toBe(vector.msg_signature);
    });
  }
});

describe('what the stand-in seals', () => {
  it('is opened by the published library', () => {
    const aesKey = 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C';
    const sealed = seal({ token: 't', aesKey, receiveId: 'ww1' }, '双11订单怎么还没发货？');
    expect(oracle.decrypt(aesKey, sealed)).toMatchObject({ message: '双11订单怎么还没发货？', id: 'ww1' });
    expect(sign('t', '1', '2', sealed)).toBe(oracle.getSignature('t', '1', '2', sealed));
  });
});

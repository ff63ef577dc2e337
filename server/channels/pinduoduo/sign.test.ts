import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { hasShared, SHARED_DIR } from '@/db/testing/shared';
import { connectDigest, signCall } from '@/sim/pinduoduo/sign';
import { messagePath, signParams } from './sign';
import { readFrame } from './stream';

interface Vectors {
  api: { secret: string; params: Record<string, string | number>; sign: string }[];
  ws: { clientId: string; timeMs: string; clientSecret: string; sign: string; path: string }[];
  frames: { common: string; ack: string; heartbeat: string };
}
if (!hasShared) console.warn('SKIPPED: the vectors beside the project are absent');

describe.skipIf(!hasShared)('the published vectors of 拼多多', () => {
  const vectors = JSON.parse(
    hasShared ? fs.readFileSync(path.join(SHARED_DIR, 'protocols/vectors/pinduoduo.json'), 'utf8') : '{}',
  ) as Vectors;

  it('of calls, by us and by the stand-in', () => {
    expect(vectors.api.length).toBeGreaterThan(1);
    for (const { secret, params, sign } of vectors.api) {
      const texts = Object.fromEntries(Object.entries(params).map(([name, value]) => [name, String(value)]));
      expect(signParams(secret, texts)).toBe(sign);
      expect(signCall(new URLSearchParams({ ...texts, sign }), secret)).toBe(sign);
      expect(signParams(secret, { ...texts, page: '2' })).not.toBe(sign);
    }
  });

  it('of the path of the message service, by us and by the stand-in', () => {
    expect(vectors.ws.length).toBeGreaterThan(1);
    for (const { clientId, timeMs, clientSecret, sign, path: expected } of vectors.ws) {
      expect(messagePath(clientId, Number(timeMs), clientSecret)).toBe(expected);
      expect(connectDigest(clientId, timeMs, clientSecret)).toBe(sign);
    }
  });

  it('of a message and its Ack', () => {
    const frame = readFrame(Buffer.from(vectors.frames.common));
    if (frame.kind !== 'message') throw new Error('no message');
    expect(frame).toMatchObject({ account: '171504183', message: { key: 'push/7381745730112233' } });
    expect(frame.confirmation?.(1_762_790_405_002)).toBe(vectors.frames.ack);
    expect(readFrame(Buffer.from(vectors.frames.heartbeat))).toEqual({ kind: 'nothing' });
  });
});

import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { hasShared, SHARED_DIR } from '@/db/testing/shared';
import { signCall, signPush } from '@/sim/douyin/sign';
import { sortedJson } from '../json';
import { digestOfPush, type SignMethod, signParams } from './sign';

interface Vectors {
  api: {
    appKey: string;
    appSecret: string;
    method: string;
    timestamp: number;
    params: object;
    paramJson: string;
    sign: string;
  }[];
  spi: {
    appKey: string;
    appSecret: string;
    timestamp: string;
    signMethod: SignMethod;
    receivedParamJson: string;
    sortedParamJson: string;
    sign: string;
  }[];
  push: { headers?: { 'app-id': string; 'event-sign': string }; appSecret: string; body: string }[];
}

if (!hasShared) console.warn('SKIPPED: the vectors beside the project are absent');

describe.skipIf(!hasShared)('the signatures of the official SDKs', () => {
  const vectors = JSON.parse(
    hasShared ? fs.readFileSync(path.join(SHARED_DIR, 'protocols/vectors/doudian.json'), 'utf8') : '{}',
  ) as Vectors;

  it('of calls, by us and by the stand-in', () => {
    expect(vectors.api.length).toBeGreaterThan(1);
    for (const { appKey, appSecret, method, timestamp, params, paramJson, sign } of vectors.api) {
      expect(sortedJson(params)).toBe(paramJson);
      const signed = { app_key: appKey, method, param_json: paramJson, timestamp: String(timestamp), v: '2' };
      expect(signParams(appSecret, signed, 'hmac-sha256')).toBe(sign);
      const call = { appKey, method, paramJson, timestamp: String(timestamp), v: '2' };
      expect(signCall(call, appSecret, 'hmac-sha256')).toBe(sign);
      expect(signCall(call, appSecret, 'md5')).toBe(signParams(appSecret, signed, 'md5'));
    }
  });

  it('of parameters by MD5 and by HMAC-SHA256', () => {
    expect(new Set(vectors.spi.map(({ signMethod }) => signMethod))).toEqual(new Set(['md5', 'hmac-sha256']));
    for (const { appKey, appSecret, timestamp, signMethod, receivedParamJson, sortedParamJson, sign } of vectors.spi) {
      expect(sortedJson(JSON.parse(receivedParamJson))).toBe(sortedParamJson);
      const params = { app_key: appKey, param_json: sortedParamJson, timestamp };
      expect(signParams(appSecret, params, signMethod)).toBe(sign);
    }
  });

  it('of pushes, by us and by the stand-in', () => {
    const [first] = vectors.push;
    const [appKey, sign] = [first?.headers?.['app-id'] ?? '', first?.headers?.['event-sign'] ?? ''];
    expect(digestOfPush(appKey, Buffer.from(first?.body ?? ''), first?.appSecret ?? '').toString('hex')).toBe(sign);
    expect(signPush(appKey, first?.body ?? '', first?.appSecret ?? '')).toBe(sign);
  });
});

describe('what is signed of the parameters', () => {
  it('has sorted keys on every level, no blanks, and nothing escaped for HTML', () => {
    expect(sortedJson({ b: [{ z: 1, a: '<&>' }], a: null, 中: { y: 2, x: 1 } })).toBe(
      '{"a":null,"b":[{"a":"<&>","z":1}],"中":{"x":1,"y":2}}',
    );
  });
});

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { hasShared, SHARED_DIR } from '@/db/testing/shared';
import { KUAIDI100, kuaidi100Sign } from './kuaidi100';
import { parcelStateOf, readPush } from './push';

const NOW = Date.UTC(2026, 10, 12);
const values = { salt: 'tw-2026-salt', key: 'akey1' };
const scan = (time: string, statusCode: string) => ({ time, ftime: time, context: '到达', statusCode });
const pushOf = (data: readonly object[], more: object = {}, result: object = {}) =>
  Buffer.from(
    JSON.stringify({
      status: 'polling',
      ...more,
      lastResult: { state: '0', com: 'shunfeng', nu: 'SF1', data, ...result },
    }),
  );
const formOf = (param: Buffer | string, sign = kuaidi100Sign(param.toString(), values.salt)) =>
  Buffer.from(new URLSearchParams({ sign, param: param.toString() }).toString());
const verify = (raw: Buffer) => KUAIDI100.verify({ raw, query: new URLSearchParams(), headers: {} }, values, NOW);

describe.skipIf(!hasShared)('the published way of signing', () => {
  const vectors = () => JSON.parse(readFileSync(path.join(SHARED_DIR, 'protocols/vectors/kuaidi100.json'), 'utf8'));

  it('gives the signature of every vector, and takes the pushed form as it came', () => {
    const [query, push] = vectors().cases;
    expect(kuaidi100Sign(query.param, query.key + query.customer)).toBe(query.sign);
    expect(kuaidi100Sign(push.param, push.salt)).toBe(push.sign);
    expect(verify(Buffer.from(push.form))).toMatchObject({ ok: true, body: Buffer.from(push.param) });
    expect(KUAIDI100.taken.text).toBe(vectors().ack);
  });

  it('reads when the parcel was collected from its scans', () => {
    const trace = readPush(Buffer.from(vectors().cases[1].param), NOW);
    expect(trace).toMatchObject({
      ...{ trackingNo: 'SF1389012345678', carrier: 'shunfeng', state: 'transit', signedAt: null, ended: null },
      collectedAt: Date.UTC(2026, 10, 10, 18, 1, 10),
      at: Date.UTC(2026, 10, 11, 1, 12, 33),
    });
    expect(trace.scans.map(({ state }) => state)).toEqual(['transit', 'collected']);
  });
});

describe('a push', () => {
  it('is refused when a byte or the salt is another, or there is no signature', () => {
    const body = pushOf([]);
    expect(verify(formOf(body, 'F'.repeat(32)))).toEqual({ ok: false, refusal: 'signature' });
    expect(verify(formOf(body, ''))).toEqual({ ok: false, refusal: 'signature' });
    expect(verify(Buffer.from('sign=1'))).toEqual({ ok: false, refusal: 'form' });
    expect(verify(formOf(`${body} `, kuaidi100Sign(body.toString(), values.salt)))).toMatchObject({ ok: false });
  });

  it('of a parcel that waits to be collected states neither collection nor delivery', () => {
    expect(readPush(pushOf([scan('2026-11-11 09:00:00', '102')], {}, { state: '102' }), NOW)).toMatchObject({
      ...{ collectedAt: null, signedAt: null, state: 'ordered' },
    });
    expect(readPush(pushOf([]), NOW)).toMatchObject({ collectedAt: null, at: null });
  });

  it('of a delivered parcel states when', () => {
    const data = [
      scan('2026-11-11 18:00:00', '304'),
      scan('2026-11-11 09:00:00', '501'),
      scan('2026-11-11 02:00:00', '103'),
    ];
    const trace = readPush(pushOf(data, { status: 'shutdown' }, { state: '3' }), NOW);
    expect(trace).toMatchObject({ state: 'signed', signedAt: Date.UTC(2026, 10, 11, 10), ended: 'signed' });
    expect(trace.collectedAt).toBe(Date.UTC(2026, 10, 10, 18));
  });

  it('that ends without traces says that the watch was given up', () => {
    expect(readPush(pushOf([], { status: 'abort', message: '3天查询无记录' }), NOW).ended).toBe('given-up');
  });

  it('takes the scans newest first whatever order they come in, and leaves out times that cannot be', () => {
    const data = [
      scan('2026-11-11 02:00:00', '103'),
      scan('2026-02-30 00:00:00', '0'),
      scan('2026-11-11 09:00:00', '0'),
    ];
    expect(readPush(pushOf(data), NOW).scans.map(({ at }) => at)).toEqual([
      Date.UTC(2026, 10, 11, 1),
      Date.UTC(2026, 10, 10, 18),
    ]);
  });

  it.each([['[]'], ['{}'], ['{"lastResult":{"nu":""}}'], ['not json']])('like %s is not read', (body) => {
    expect(() => readPush(Buffer.from(body), NOW)).toThrow();
  });
});

it.each([
  ['0', 'transit'],
  ['1002', 'transit'],
  ['103', 'collected'],
  ['101', 'ordered'],
  ['3', 'signed'],
  ['304', 'signed'],
  ['501', 'delivering'],
  ['14', 'refused'],
  ['203', 'refused'],
  ['9', null],
  ['', null],
])('code %s is %s', (code, state) => expect(parcelStateOf(code)).toBe(state));

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { hasShared, SHARED_DIR } from '@/db/testing/shared';
import { MINUTE_MS } from '@/domain/clocks/instant';
import { writeXml } from '../xml';
import { QIMEN } from './qimen';
import { readReport } from './reports';
import { qimenSign } from './sign';

const NOW = Date.UTC(2026, 10, 10, 17, 20, 30);
const values = { appKey: '12345678', appSecret: 'qimen-secret-001', customerId: 'c1' };

function called(method: string, body: Buffer, changes: Readonly<Record<string, string>> = {}) {
  const query = new URLSearchParams({
    ...{ method: `taobao.qimen.${method}`, timestamp: '2026-11-11 01:20:01', format: 'xml', app_key: '12345678' },
    ...{ v: '2.0', sign_method: 'md5', customerId: 'c1', ...changes },
  });
  query.set('sign', qimenSign(values.appSecret, query, body));
  return { raw: body, query, headers: {} };
}
const pick = (status = 'PICK', time = '2026-11-11 01:20:00') =>
  writeXml('request', {
    order: { orderCode: 'TW1', orderId: 'W1', warehouseCode: 'HZ01' },
    process: { processStatus: status, operateTime: time, operateInfo: '<完成> & 13800138000' },
  });
const refusalOf = (call: ReturnType<typeof called>) => {
  const verdict = QIMEN.verify(call, values, NOW);
  return verdict.ok ? null : verdict.refusal;
};

describe.skipIf(!hasShared)('the published way of signing', () => {
  it('gives the signature of every vector', () => {
    const { cases } = JSON.parse(readFileSync(path.join(SHARED_DIR, 'protocols/vectors/qimen_sign.json'), 'utf8'));
    expect(cases).not.toHaveLength(0);
    for (const { secret, query, body, sign } of cases)
      expect(qimenSign(secret, Object.entries<string>(query), Buffer.from(body))).toBe(sign);
  });

  it('reads the samples', () => {
    const read = (method: string, file: string) =>
      readReport(method, readFileSync(path.join(SHARED_DIR, 'protocols/samples', file)), NOW);
    expect(read('orderprocess.report', 'qimen_orderprocess_report.request.xml')).toMatchObject([
      { code: 'TW20261111000001', status: 'PACKAGE', outcome: 'accepted', fields: { warehouse: 'HZ01' } },
    ]);
    expect(read('deliveryorder.confirm', 'qimen_deliveryorder_confirm.request.xml')).toMatchObject([
      {
        ...{ code: 'TW20261111000001', warehouseOrderNo: 'WMS0001', outcome: 'shipped' },
        fields: { trackingNo: 'SF1389012345678', parcelNos: ['SF1389012345678'], carrier: 'SF' },
      },
    ]);
  });
});

describe('a call of a warehouse', () => {
  it('is taken when it is signed, and known by its own id where it has one', () => {
    const confirm = writeXml('request', { deliveryOrder: { deliveryOrderCode: 'TW1', outBizCode: 'C-1' } });
    expect(QIMEN.verify(called('deliveryorder.confirm', confirm), values, NOW)).toMatchObject({
      ...{ ok: true, key: 'deliveryorder.confirm/C-1', topic: 'deliveryorder.confirm' },
    });
    const plain = QIMEN.verify(called('orderprocess.report', pick()), values, NOW);
    expect(plain).toMatchObject({ ok: true, key: expect.stringMatching(/^[0-9a-f]{64}$/) });
  });

  it('is refused when a byte, the secret, the app or the time is another, or the signature is given twice', () => {
    const call = called('orderprocess.report', pick());
    expect(refusalOf({ ...call, raw: Buffer.concat([call.raw, Buffer.from(' ')]) })).toBe('signature');
    const twice = new URLSearchParams(call.query);
    twice.append('sign', 'F'.repeat(32));
    expect(refusalOf({ ...call, query: twice })).toBe('signature');
    const none = new URLSearchParams(call.query);
    none.delete('sign');
    expect(refusalOf({ ...call, query: none })).toBe('signature');
    expect(refusalOf(called('orderprocess.report', pick(), { app_key: 'x' }))).toBe('other-app');
    expect(refusalOf(called('orderprocess.report', pick(), { timestamp: '2026-11-11 01:10:01' }))).toBe('stale');
    expect(refusalOf(called('orderprocess.report', pick(), { timestamp: 'soon' }))).toBe('stale');
  });
});

describe('a report', () => {
  it('states the time of the stage it reports, and hides what could be a phone number', () => {
    const [report] = readReport('orderprocess.report', pick(), NOW);
    expect(report).toMatchObject({
      ...{ code: 'TW1', warehouseOrderNo: 'W1', outcome: 'accepted', at: Date.UTC(2026, 10, 10, 17, 20) },
      ...{ fields: { pickedAt: Date.UTC(2026, 10, 10, 17, 20), warehouse: 'HZ01' }, detail: '<完成> & ***********' },
    });
  });

  it.each([
    ['ACCEPT', 'accepted'],
    ['REJECT', 'rejected'],
    ['REFUSE', 'rejected'],
    ['CANCELED', 'cancelled'],
    ['DELIVERED', 'shipped'],
    ['NEW', 'progress'],
    ['EXCEPTION', 'exception'],
  ])('of %s means %s', (status, outcome) => {
    expect(readReport('orderprocess.report', pick(status), NOW)).toMatchObject([{ outcome }]);
  });

  it.each([
    ['0', '', 'shipped', true],
    ['', '', 'shipped', true],
    ['1', '', 'accepted', false],
    ['1', 'DELIVERED', 'accepted', false],
    ['1', 'CANCELED', 'cancelled', false],
  ])('confirming with the type "%s" and the status "%s" means %s', (confirmType, status, outcome, isShipped) => {
    const confirm = writeXml('request', {
      deliveryOrder: { deliveryOrderCode: 'TW1', ...(confirmType && { confirmType }), ...(status && { status }) },
      packages: { package: [{ expressCode: 'SF1389012345678', logisticsCode: 'SF' }] },
    });
    const [report] = readReport('deliveryorder.confirm', confirm, NOW);
    expect(report).toMatchObject({ outcome, fields: { parcelNos: ['SF1389012345678'] } });
    expect(report?.about === 'delivery-order' && 'shippedAt' in report.fields).toBe(isShipped);
  });

  it('of a shortage names what is missing', () => {
    const lack = writeXml('request', {
      ...{ warehouseCode: 'HZ01', deliveryOrderCode: 'TW1', createTime: '2026-11-11 01:00:00', outBizCode: 'L1' },
      items: { item: [{ itemCode: 'A', planQty: 2, lackQty: 1, reason: '实物报缺' }] },
    });
    expect(readReport('itemlack.report', lack, NOW)).toMatchObject([
      { outcome: 'lacking', lacking: [{ sku: 'A', planned: 2, lacking: 1 }], detail: '实物报缺' },
    ]);
  });

  it('of stock gives every movement with its own id', () => {
    const item = { ownerCode: 'O', warehouseCode: 'HZ01', orderCode: 'IN1', itemCode: 'A' };
    const body = writeXml('request', {
      items: {
        item: [
          { ...item, outBizCode: 'S1', quantity: -3 },
          { ...item, outBizCode: 'S2', quantity: 5 },
        ],
      },
    });
    expect(readReport('stockchange.report', body, NOW)).toMatchObject([
      { about: 'stock', businessCode: 'S1', quantity: -3 },
      { about: 'stock', businessCode: 'S2', quantity: 5 },
    ]);
  });

  const nested = `${'<a>'.repeat(50)}${'</a>'.repeat(50)}`;
  it.each([
    ['a document type', '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><request>&x;</request>'],
    ['entities that grow', '<!DOCTYPE r [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><request>&b;</request>'],
    ['deep nesting', `<request>${nested}</request>`],
    ['half an element', '<request><order>'],
    ['something else', 'hello'],
    ['no code', '<request><process><processStatus>PICK</processStatus></process></request>'],
    ['a date that does not exist', pick('PICK', '2026-02-30 01:00:00').toString()],
    ['bytes that are no text', Buffer.from([0xff, 0xfe, 0x3c])],
  ])('with %s is not read', (_, body) => {
    expect(() => readReport('orderprocess.report', Buffer.from(body), NOW)).toThrow();
  });

  it('of a kind that nobody knows is not read', () => {
    expect(() => readReport('toString', pick(), NOW)).toThrow('no report of this kind');
  });

  it('a minute later is the same report', () => {
    expect(readReport('orderprocess.report', pick(), NOW + MINUTE_MS)).toEqual(
      readReport('orderprocess.report', pick(), NOW),
    );
  });
});

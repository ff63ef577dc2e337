import { describe, expect, it } from 'vitest';
import { genericOrder } from '@/db/testing/orders';
import { differencesOf, maskBody } from './mask-body';

const CANARIES = ['李雷', '13800138000', '网商路699号', '浙江省', '生日礼物', '36.152.44.96'];

describe('a body as it is shown', () => {
  it('keeps back everything that may be personal, and shows states, ids, amounts and times', () => {
    const body = Buffer.from(
      JSON.stringify({
        type: 'order.paid',
        timestamp: '2026-11-11T00:00:05Z',
        data: {
          platformOrderNo: 'OM1',
          amountCents: 29900,
          buyerNote: '生日礼物',
          buyer: { id: 'u_1', ip: '36.152.44.96' },
          receiver: { name: '李雷', phone: '13800138000', province: '浙江省', detail: '网商路699号' },
          anything: '13800138000',
          wrapped: JSON.stringify({ post_tel: '13800138000', p_id: '6912345678901234567' }),
        },
      }),
    );
    const lines = maskBody(body) ?? [];
    const text = JSON.stringify(lines);
    for (const canary of CANARIES) expect(text).not.toContain(canary);
    const shownAt = (path: string) => lines.find((line) => line.path === path)?.value;
    expect(shownAt('type')).toBe('order.paid');
    expect(shownAt('data.amountCents')).toBe('29900');
    expect(shownAt('data.platformOrderNo')).toBe('OM1');
    expect(shownAt('data.wrapped.p_id')).toBe('6912345678901234567');
    expect(shownAt('data.receiver.name')).toBeNull();
  });

  it('is not taken apart where it is not JSON', () => {
    expect(maskBody(Buffer.from('{"type": not'))).toBeNull();
  });
});

it('two bodies differ in the values named, and personal ones are not told', () => {
  const { body, orderNo } = genericOrder({ at: 1_700_000_000_000 });
  const other = genericOrder({ at: 1_700_000_000_000, orderNo, amountCents: 999, phone: '13912345678' }).body;
  const differences = differencesOf(body, other) ?? [];
  expect(differences.find(({ path }) => path === 'data.amountCents')).toMatchObject({
    theirs: '999',
    isKeptBack: false,
  });
  const phone = differences.find(({ path }) => path.endsWith('phone'));
  expect(phone).toEqual({ path: phone?.path, ours: null, theirs: null, isKeptBack: true });
  expect(differencesOf(body, body)).toEqual([]);
});

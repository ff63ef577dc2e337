import { describe, expect, it } from 'vitest';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '@/domain/clocks/instant';
import { fillTemplate, hasUnfilled } from './fill-template';
import type { ReplyFacts } from './reply-facts';

const AT = Date.parse('2025-11-08T10:48:00+08:00');
const fact = <T>(value: T) => ({ value, source: 'wms' as const, at: AT });

describe('fillTemplate', () => {
  it.each<[string, string, ReplyFacts]>([
    ['{paidAt}', '11月8日 10:48', { paidAt: fact(AT) }],
    ['{paidAt}', '1月1日 00:05', { paidAt: fact(Date.parse('2025-12-31T16:05:00Z')) }],
    ['{promisedAt}', '11月8日', { promisedAt: fact(AT) }],
    ['{amount}', '¥1,299.00', { amount: fact(129_900) }],
    ['{amount}', '¥0.05', { amount: fact(5) }],
    ['{stageSince}', '1 分钟', { stageSince: fact(1) }],
    ['{stageSince}', '59 分钟', { stageSince: fact(59 * MINUTE_MS) }],
    ['{stageSince}', '3 小时', { stageSince: fact(3 * HOUR_MS + MINUTE_MS) }],
    ['{stageSince}', '2 天 4 小时', { stageSince: fact(2 * DAY_MS + 4 * HOUR_MS) }],
    ['{stageSince}', '2 天', { stageSince: fact(2 * DAY_MS) }],
    ['{carrier}/{carrier}', '顺丰/顺丰', { carrier: fact('顺丰') }],
  ])('fills %s as %s', (template, body, facts) => {
    expect(fillTemplate(template, facts)).toMatchObject({ ok: true, body });
  });

  it('names a fact once however often it is used', () => {
    const filled = fillTemplate('{carrier} {carrier}', { carrier: fact('顺丰') });
    expect(filled.ok && filled.used.length).toBe(1);
  });

  it('gives no text but the list of what is missing', () => {
    expect(fillTemplate('{orderNo} {carrier} {carrier} {nonsense}', { orderNo: fact('1') })).toEqual({
      ok: false,
      missing: ['carrier', 'nonsense'],
    });
  });

  it('treats a blank text and a broken number as missing', () => {
    expect(fillTemplate('{carrier}{amount}', { carrier: fact(' '), amount: fact(Number.NaN) }).ok).toBe(false);
  });
});

describe('hasUnfilled', () => {
  it.each(['{orderNo}', '您好{}', '订单{ 订单号 }', '{orderNo', '【请填写】', '时间【', '｛姓名｝', '{{carrier}}'])(
    'finds the gap in %s',
    (body) => {
      expect(hasUnfilled(body)).toBe(true);
    },
  );
  it.each(['您好', '(运单尾号 8901)', '「杯子」', '[微笑]', '5 < 6'])('passes %s', (body) => {
    expect(hasUnfilled(body)).toBe(false);
  });
});

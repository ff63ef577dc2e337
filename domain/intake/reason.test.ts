import { describe, expect, it } from 'vitest';
import {
  codesSaying,
  REASON_WORDS,
  type Reason,
  type ReasonCode,
  readReason,
  reasonText,
  reasonTextWithoutPath,
  shownReason,
  storedReason,
} from './reason';

const CODES = Object.keys(REASON_WORDS) as ReasonCode[];
const detailsIn = (words: string): string[] => [...new Set(words.match(/\{\w+\}/g))].toSorted();

/** A reason of a code with every detail that its sentences name. */
function sampleOf(code: ReasonCode): Reason {
  const names = REASON_WORDS[code].flatMap(detailsIn).map((name) => name.slice(1, -1));
  return { code, ...Object.fromEntries(names.map((name) => [name, `<${name}>`])) } as Reason;
}

describe.each(CODES)('the reason %s', (code) => {
  const [en, zh] = REASON_WORDS[code];

  it('is said in plain English, and in Chinese with the same details', () => {
    expect(en).toMatch(/^[\x20-\x7e]+$/);
    expect(zh).toMatch(/\p{Script=Han}/u);
    expect(detailsIn(zh)).toEqual(detailsIn(en));
  });

  it('says its details in either language, stored or not', () => {
    const reason = sampleOf(code);
    for (const language of ['en', 'zh-CN'] as const) {
      const text = reasonText(reason, language);
      expect(text).not.toMatch(/[{}…]/u);
      expect(shownReason(storedReason(reason), language)).toBe(text);
    }
  });

  it('says nothing that another says', () => {
    const said = (of: ReasonCode) => REASON_WORDS[of].join('\n');
    expect(CODES.filter((other) => said(other) === said(code))).toEqual([code]);
  });
});

describe('a stored reason', () => {
  it('of before reasons had codes is shown as it is', () => {
    expect(shownReason('data.amountCents is negative', 'zh-CN')).toBe('data.amountCents is negative');
    expect(readReason('')).toBeNull();
  });

  it.each(['{"code":"from-the-moon"}', '{"code":"toString"}', '{"code":7}', '{"code":"empty"'])(
    '%s that means nothing here is shown as it is',
    (stored) => {
      expect(readReason(stored)).toBeNull();
      expect(shownReason(stored, 'en')).toBe(stored);
    },
  );

  it.each(['"', '文', '\u0001'])('fits its column however long its details are, of %j', (sign) => {
    const long = sign.repeat(10_000);
    const stored = storedReason({ code: 'unknown-status', path: long, shown: long });
    expect(stored.length).toBeLessThanOrEqual(500);
    expect(readReason(stored)).toMatchObject({ code: 'unknown-status' });
  });

  it('keeps braces in a detail as they are', () => {
    const reason = { code: 'unknown-status', path: '{shown}', shown: '{path}' } as const;
    expect(reasonText(reason, 'en')).toMatch(/^\{shown\} \{path\}: /);
  });
});

it('is said without its place where that stands beside it', () => {
  expect(reasonTextWithoutPath({ code: 'not-an-amount', path: '应付' }, 'zh-CN')).toBe('不是金额');
  expect(reasonTextWithoutPath({ code: 'shortened', path: '订单编号' }, 'zh-CN')).toMatch(/^Excel/);
  expect(reasonTextWithoutPath({ code: 'every-price-zero' }, 'en')).toBe(
    reasonText({ code: 'every-price-zero' }, 'en'),
  );
});

it('is found by a part of its sentence in either language, in any case', () => {
  expect(codesSaying('不是金额')).toEqual(['not-an-amount']);
  expect(codesSaying('NOT AN AMOUNT')).toEqual(['not-an-amount']);
  expect(codesSaying('from the moon')).toEqual([]);
});

import { describe, expect, it } from 'vitest';
import { mergeEvents } from '@/domain/order/merge-events';
import { NO_NOTES } from '@/domain/order/notes';
import { riskMarksOf } from '@/domain/order/risk-marks';
import { sealEvent } from '@/domain/order/seal';
import { PLACES } from '@/server/reference/places';
import { bytesOf, momentOf, type Place, readBytes, readWith, SAMPLES, type Sample } from './bad-input.test-data';
import { Unreadable } from './channel';
import { reasonOf } from './reason-of.test-data';

const NO_CHANGE: readonly [Place, string] = ['id', ''];
const json = (value: unknown): string => JSON.stringify(value);
const SCRIPT = '<img src=x onerror=alert(1)><script>alert(2)</script>';
const LONG_ID = '6496679971677798671';

/** Everything that a value could spoil, where it applies to a platform; the others have a place of their own below. */
const REFUSED: readonly (readonly [name: string, (sample: Sample) => Partial<Record<Place, string>> | null])[] = [
  ['an amount of −1', () => ({ amount: '-1' })],
  ['an amount of "−1"', () => ({ amount: '"-1"' })],
  ['an amount of 1e400', () => ({ amount: '1e400' })],
  ['an amount of "1e400"', () => ({ amount: '"1e400"' })],
  ['an amount of "1,299.00"', () => ({ amount: '"1,299.00"' })],
  ['no amount', () => ({ amount: 'null' })],
  ['an amount that is an object', () => ({ amount: '{"$gt":0}' })],
  ['an amount that no number can hold', () => ({ amount: '99999999999999999999' })],
  ['a price of 0 for everything', () => ({ price: '0' })],
  ['a price of −1', () => ({ price: '-1' })],
  ['a price of 1e400', () => ({ price: '1e400' })],
  ['fen for yuan, or yuan for fen, in the lines', ({ unit }) => ({ price: unit === 'fen' ? '159' : json('15900.00') })],
  ['a date of 0000-00-00', ({ clock }) => (clock === 'text' ? { placed: json('0000-00-00 00:00:00') } : null)],
  ['a date of 2026-02-30', ({ clock }) => (clock === 'text' ? { placed: json('2026-02-30 10:00:00') } : null)],
  ['a moment of 0', ({ clock }) => (clock === 'seconds' ? { placed: '0' } : null)],
  ['a date three years ahead', (sample) => ({ placed: momentOf(sample, '2029-11-11 00:00:00') })],
  ['a date in words', () => ({ placed: json('yesterday') })],
  ['a date before there were platforms', (sample) => ({ placed: momentOf(sample, '1999-12-31 00:00:00') })],
  ['a version from tomorrow', (sample) => ({ version: momentOf(sample, '2026-11-12 00:00:00') })],
  ['an id of 4.12E+18', () => ({ id: json('4.12E+18') })],
  ['an empty id', () => ({ id: json(' ') })],
  ['an id with a path in it', ({ platform }) => (platform === 'generic' ? null : { id: json('<../x>') })],
];

const EACH = SAMPLES.map((sample) => [sample.platform, sample] as const);

describe.each(EACH)('an order of %s', (platform, sample) => {
  it('is read as it is, and so are its bytes with nothing changed', () => {
    expect(readWith(sample, {}).orderNo).not.toBe('');
  });

  const cases = REFUSED.flatMap(([name, changesOf]) => {
    const changes = changesOf(sample);
    return changes === null ? [] : [[name, changes] as const];
  });
  it.each(cases)('with %s is set aside, by a reason that names the field and repeats no value', (_, changes) => {
    const reason = reasonOf(() => readWith(sample, changes));
    const [[place, value] = NO_CHANGE] = Object.entries(changes) as [Place, string][];
    const field = sample.places[place].split('.').at(-1)?.replace('_str', '') ?? '';
    expect(reason).toMatch(new RegExp(`^[a-z-]+ .*${field}|^every-price-zero$|^[a-z]+-factor-100|^number-too-large$`));
    if (value.length > 5) expect(reason).not.toContain(value.replaceAll('"', ''));
  });

  // 拼多多 writes its ids as text.
  if (platform !== 'pinduoduo')
    it('with a bare number of 19 digits for its id keeps every digit', () => {
      expect(readWith(sample, { id: LONG_ID }).orderNo).toBe(LONG_ID);
    });

  it.each([
    ['not UTF-8', Buffer.from([0x7b, 0xff, 0x7d])],
    ['cut off', bytesOf(sample, {}).subarray(0, 200)],
    ['empty', Buffer.alloc(0)],
    ['nested 100,000 deep', Buffer.from(`${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`)],
    ['a list nested 100,000 deep', Buffer.from(`${'['.repeat(100_000)}${']'.repeat(100_000)}`)],
    ['null', Buffer.from('null')],
    ['a text', Buffer.from('"order"')],
  ])('whose body is %s is set aside', (_, raw) => {
    expect(() => readBytes(sample, raw)).toThrow(Unreadable);
  });

  it('loses keys that would reach into objects', () => {
    const body = bytesOf(sample, {}).toString();
    const evil = body.replace('{', '{"__proto__":{"isAdmin":true},"constructor":{"prototype":{"isAdmin":true}},');
    const event = readBytes(sample, Buffer.from(evil));
    expect(({} as Record<string, unknown>).isAdmin).toBeUndefined();
    expect(json(event)).not.toContain('isAdmin');
  });

  it('with NUL, half surrogates, overrides of direction and nothing visible is stored clean, and says what was dropped', () => {
    const { fields, cleaning } = readWith(sample, { note: String.raw`"a\u0000b\ud800c\u202Ed\u200Be\uFEFFf１２"` });
    expect(fields.buyerNote).toBe('abcdef12');
    expect(cleaning.map(({ step }) => step)).toEqual(
      expect.arrayContaining(['drop-lone-surrogate', 'drop-control', 'drop-invisible', 'nfkc']),
    );
  });

  it('with a phone in full-width digits, a direction mark and blanks has the number', () => {
    const { receiver } = readWith(sample, { phone: String.raw`"\u202E１３８ ００１３\u200B-８０００"` }).fields;
    expect(receiver?.phone).toEqual({ state: 'plain', value: '13800138000' });
  });

  it.each([['138****8000'], ['***********'], ['~AgAAAAabcdef=~3~'], ['$AgAAAAabcdef=$3$']])(
    'with a phone of %s has none that rules could judge, and no mark',
    (phone) => {
      const sealed = sealEvent(readWith(sample, { phone: json(phone) }), PLACES, () => 'mark').event;
      expect(sealed.fields.assessment?.phone.state).not.toBe('known');
      expect(riskMarksOf(mergeEvents({}, [sealed]), NO_NOTES)).toEqual([]);
      expect(json(sealed)).not.toContain('AgAAAAabcdef');
    },
  );

  it('with a page in its note, nickname, address and article keeps the text that it is', () => {
    const { fields } = readWith(sample, {
      ...{ note: json(SCRIPT), title: json(SCRIPT), name: json(SCRIPT), detail: json(SCRIPT) },
    });
    expect(fields.buyerNote).toBe(SCRIPT);
    expect(fields.lines?.[0]?.title).toBe(SCRIPT);
    expect(fields.receiver).toMatchObject({ name: { value: SCRIPT }, detail: { value: SCRIPT } });
  });
});

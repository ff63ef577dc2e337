import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { type ReasonCode, reasonTextWithoutPath } from '@/domain/intake/reason';
import en from '@/messages/en.json';
import zh from '@/messages/zh-CN.json';
import { type ReasonKey, reasonKeyOf } from './reasons';

const source = (path: string) =>
  readFileSync(fileURLToPath(new URL(`../../../../server/${path}`, import.meta.url)), 'utf8');
const FILES = [
  'channels/csv/encoding.ts',
  'channels/csv/layout.ts',
  'channels/csv/read-csv.ts',
  'channels/csv/read-report.ts',
  'channels/csv/read-order.ts',
  'channels/csv/read-lines.ts',
  'channels/csv/workbook/zip-parts.ts',
  'channels/csv/workbook/xml.ts',
  'channels/csv/workbook/shared-strings.ts',
  'channels/csv/workbook/sheet-rows.ts',
  'channels/csv/workbook/read-workbook.ts',
  'channels/field-reader.ts',
  'imports/check.ts',
  'imports/read-orders.ts',
];

/** Every sentence after `Unreadable(`, `refuseFile(`, `reason = ` and in the reason tables, with 7 for its variables. */
const sentences = FILES.flatMap((file) =>
  [
    ...source(file).matchAll(
      /(?:Unreadable\(|refuseFile\(|reason[:=] ?|NOT_CSV = |^ {2}(?:'[\w-]+'|\w+): |problem\([^`']*)(['`])(.+?)\1/gm,
    ),
  ]
    .map((match) => (match[2] ?? '').replace(/^(?:\$\{\w+\}|status) /, '').replaceAll(/\$\{[^}]+\}/g, '7'))
    .filter((text) => /[a-z]{2} [a-z]/.test(text) && !text.startsWith('7')),
);

it('finds the sentences of the server', () => {
  expect(sentences.length).toBeGreaterThan(15);
});

it.each(sentences)('the refusal “%s” is said in both languages', (sentence) => {
  expect(reasonKeyOf(sentence)).not.toBeNull();
});

it.each([
  'is empty',
  'is not an amount',
  'is negative',
  'has a fraction of a fen',
  'is larger than any amount that can be kept',
  'is not a time',
  'is a date that does not exist',
  'lies too far ahead',
  'is older than any platform',
  'is longer than 500 characters',
  'is not a whole number',
  'was shortened by a spreadsheet program; its digits are lost: export again',
  'is not an id of 1 to 64 letters, digits and signs',
  'is a word that nobody has explained',
  'differs between the rows of one order',
  'has more than 200 rows',
])('a file that was refused by “%s” before reasons had codes says so in both languages', (sentence) => {
  expect(reasonKeyOf(sentence)).not.toBeNull();
});

const SAME = [
  ['empty', 'empty'],
  ['not-an-amount', 'notAnAmount'],
  ['amount-negative', 'negative'],
  ['fraction-of-fen', 'fractionOfFen'],
  ['amount-too-large', 'amountTooLarge'],
  ['not-a-time', 'notATime'],
  ['no-such-date', 'noSuchDate'],
  ['too-far-ahead', 'tooFarAhead'],
  ['too-old', 'tooOld'],
  ['not-whole', 'notWhole'],
  ['shortened', 'shortened'],
  ['not-an-id', 'notAnId'],
  ['unexplained-word', 'unknownWord'],
  ['rows-differ', 'differs'],
] as const satisfies readonly (readonly [ReasonCode, ReasonKey])[];

it.each(SAME)('the reason %s is said as the earlier sentence is', (code, key) => {
  const reason = { code, path: 'X' } as const;
  expect(reasonTextWithoutPath(reason, 'zh-CN')).toBe(zh.imports.reason[key]);
  expect(reasonTextWithoutPath(reason, 'en')).toBe(en.imports.reason[key]);
});

it('a sentence that is not known is left as it is', () => {
  expect(reasonKeyOf('came from the moon')).toBeNull();
});

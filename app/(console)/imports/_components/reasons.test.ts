import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { reasonKeyOf } from './reasons';

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

it('a sentence that is not known is left as it is', () => {
  expect(reasonKeyOf('came from the moon')).toBeNull();
});

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { TERMS } from './words';

it.each(['zh-CN', 'en'] as const)('exported lists speak as the screens do (%s)', (locale) => {
  const file = fileURLToPath(new URL(`../../messages/${locale}.json`, import.meta.url));
  const { terms } = JSON.parse(readFileSync(file, 'utf8')) as { terms: Record<string, Record<string, string>> };
  for (const [kind, words] of Object.entries(TERMS[locale])) expect(words).toEqual(terms[kind]);
});

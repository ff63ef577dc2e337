import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { TERMS } from './words';

interface Screens {
  readonly terms: Record<string, Record<string, string>>;
  readonly conflicts: Record<string, string>;
  readonly settings: { readonly deadLetters: Record<string, string> };
}

const kindsOf = (words: Record<string, string>) =>
  Object.fromEntries(
    Object.entries(words).flatMap(([key, word]) => (key.startsWith('kind_') ? [[key.slice(5), word]] : [])),
  );

it.each(['zh-CN', 'en'] as const)('exported lists speak as the screens do (%s)', (locale) => {
  const file = fileURLToPath(new URL(`../../messages/${locale}.json`, import.meta.url));
  const { terms, conflicts, settings }: Screens = JSON.parse(readFileSync(file, 'utf8'));
  const shown = { ...terms, conflict: kindsOf(conflicts), letter: kindsOf(settings.deadLetters) };
  for (const [kind, words] of Object.entries(TERMS[locale])) expect(words).toEqual(shown[kind as keyof typeof shown]);
});

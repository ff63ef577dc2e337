import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { CONNECTION_STATES } from '@/domain/health/connection-state';
import { TERMS } from './terms';

interface Screens {
  readonly terms: Record<string, Record<string, string>>;
  readonly conflicts: Record<string, string>;
  readonly settings: Readonly<Record<'deadLetters' | 'grants' | 'health', Record<string, string>>>;
  readonly shell: Record<string, string>;
  readonly grants: Record<string, string>;
  readonly stockPages: Record<string, string>;
}

/** The words of keys that begin so, by what follows. */
const wordsOf = (words: Record<string, string>, begin: string) =>
  Object.fromEntries(
    Object.entries(words).flatMap(([key, word]) => (key.startsWith(begin) ? [[key.slice(begin.length), word]] : [])),
  );

it.each(['zh-CN', 'en'] as const)('exported lists speak as the screens do (%s)', (locale) => {
  const file = fileURLToPath(new URL(`../../messages/${locale}.json`, import.meta.url));
  const { terms, conflicts, settings, shell, grants, stockPages }: Screens = JSON.parse(readFileSync(file, 'utf8'));
  const shown = {
    ...{ ...terms, conflict: wordsOf(conflicts, 'kind_'), letter: wordsOf(settings.deadLetters, 'kind_') },
    ...{ role: wordsOf(shell, 'role_'), right: wordsOf(grants, 'right_') },
    connection: wordsOf(settings.health, 'kind_'),
    connectionState: Object.fromEntries(CONNECTION_STATES.map((state) => [state, settings.health[state]])),
    ...{ grant: wordsOf(settings.grants, 'state_'), movement: wordsOf(stockPages, 'kind_') },
  };
  for (const [kind, words] of Object.entries(TERMS[locale])) expect(words).toEqual(shown[kind as keyof typeof shown]);
});

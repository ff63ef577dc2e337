const LONG_DIGITS = /\d{7,}/g;
const EMAIL = /[\w.+-]+@[\w.-]+/g;
const MOST_CHARACTERS = 120;
/** What these keys name is an id or a moment, not a number that reaches somebody. */
const HARMLESS = /(?:Id|At|No|Ms|version|until|block|room|task|seat|order|from|to)$/;

const withoutContact = (text: string) =>
  text.replace(LONG_DIGITS, (digits) => `${digits.slice(0, 3)}****${digits.slice(-2)}`).replace(EMAIL, '…@…');

/**
 * The detail of an audit row as it may be shown: one text a key, ids of people and groups as their names, and nothing that
 * looks like a telephone number or an e-mail address. Rows hold neither; this is the second lock.
 */
export function shownDetail(
  detail: Readonly<Record<string, unknown>>,
  names: ReadonlyMap<string, string>,
): Readonly<Record<string, string>> {
  const shown = Object.entries(detail).flatMap(([key, value]) => {
    if (value === null || value === undefined) return [];
    const text = typeof value === 'string' ? (names.get(value) ?? value) : JSON.stringify(value);
    const safe = HARMLESS.test(key) && !/^1\d{10}$/.test(text) ? text : withoutContact(text);
    return [[key, safe.length > MOST_CHARACTERS ? `${safe.slice(0, MOST_CHARACTERS)}…` : safe] as const];
  });
  return Object.fromEntries(shown);
}

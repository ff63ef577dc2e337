/** Written as a person would: 13800138000, 138 0013 8000, +86 138-0013-8000, 0571-88157888. Not a part of a longer token. */
const PHONE = /(?<![\w-])(?:(?:\+?86[- ]?)?1\d{2}[- ]?\d{4}[- ]?\d{4}|0\d{2,3}-\d{7,8})(?![\w-])/g;
/** What people write themselves, where any long number may reach somebody. */
const WRITTEN = /^(?:reason|note|text|words|contact|phone)$/;
const LONG_NUMBER = /(?<![\w-])\d{7,}(?![\w-])/g;
const EMAIL = /[\w.+-]+@[\w.-]+/g;
const MOST_CHARACTERS = 120;
/** What these keys name is an id or a moment, not a number that reaches somebody. */
const HARMLESS = /(?:Id|Ids|At|No|Ms|version|until|block|room|task|seat|order|from|to|key)$/;

const masked = (digits: string) => `${digits.slice(0, 3)}****${digits.slice(-2)}`;

function withoutContact(key: string, text: string): string {
  const isWhole = HARMLESS.test(key) && !/^1\d{10}$/.test(text);
  const shown = isWhole ? text : text.replace(PHONE, masked).replace(EMAIL, '…@…');
  return WRITTEN.test(key) ? shown.replace(LONG_NUMBER, masked) : shown;
}

type Values = Readonly<Record<string, unknown>>;
const isValues = (value: unknown): value is Values =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What was changed from what to what, one entry a field: the fields that both states have and say differently. */
function changesOf(before: Values, after: Values): Values {
  const fields = Object.keys(after).filter((field) => field in before);
  return Object.fromEntries(
    fields.flatMap((field) => {
      const [old, now] = [before[field], after[field]];
      return JSON.stringify(old) === JSON.stringify(now) ? [] : [[field, { old, now }] as const];
    }),
  );
}

/** The detail with two states told as their difference. */
function flattened(detail: Values): Values {
  const { from, to, before, after, ...rest } = detail;
  if (isValues(from) && isValues(to)) return { ...rest, ...changesOf(from, to) };
  if (isValues(before) && isValues(after)) return { ...rest, ...changesOf(before, after) };
  return detail;
}

function textOf(value: unknown, names: ReadonlyMap<string, string>): string {
  if (value === null || value === undefined || value === '') return '—';
  if (typeof value === 'string') return names.get(value) ?? value;
  if (Array.isArray(value)) return value.map((one) => textOf(one, names)).join(', ');
  if (!isValues(value)) return String(value);
  if ('old' in value && 'now' in value) return `${textOf(value.old, names)} → ${textOf(value.now, names)}`;
  return Object.entries(value)
    .map(([field, inner]) => `${field} ${textOf(inner, names)}`)
    .join(', ');
}

/** The ids that a detail speaks of, also those inside lists and states. */
export function wordsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(wordsIn);
  return isValues(value) ? Object.values(value).flatMap(wordsIn) : [];
}

/**
 * The detail of an audit row as it may be shown: one text a key, ids as the names of what they stand for, two states as
 * what differs, and nothing that looks like a telephone number or an e-mail address. Rows hold neither; this is the second
 * lock.
 */
export function shownDetail(detail: Values, names: ReadonlyMap<string, string>): Readonly<Record<string, string>> {
  const shown = Object.entries(flattened(detail)).flatMap(([key, value]) => {
    const isNothing = value === null || value === undefined || (Array.isArray(value) && value.length === 0);
    if (isNothing) return [];
    const safe = withoutContact(key, textOf(value, names));
    return [[key, safe.length > MOST_CHARACTERS ? `${safe.slice(0, MOST_CHARACTERS)}…` : safe] as const];
  });
  return Object.fromEntries(shown);
}

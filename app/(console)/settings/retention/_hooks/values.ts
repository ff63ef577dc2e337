import type { PrivacySettings } from '@/server/privacy/settings';

export const FIELDS = ['rawBodyDays', 'receiverDays', 'messageDays', 'revealsADay', 'revealsInTenMinutes'] as const;
export type Field = (typeof FIELDS)[number];
/** What stands in the fields, as typed. */
export type Typed = Readonly<Record<Field, string>>;
type Values = Omit<PrivacySettings, 'version'>;

export const MOST: Readonly<Record<Field, number>> = {
  rawBodyDays: 3650,
  receiverDays: 3650,
  messageDays: 3650,
  revealsADay: 10_000,
  revealsInTenMinutes: 10_000,
};

export const typedOf = (settings: PrivacySettings): Typed => ({
  rawBodyDays: String(settings.rawBodyDays),
  receiverDays: String(settings.receiverDays),
  messageDays: settings.messageDays === null ? '' : String(settings.messageDays),
  revealsADay: String(settings.revealsADay),
  revealsInTenMinutes: String(settings.revealsInTenMinutes),
});

/** Reads one field; undefined when it is no whole number in range. Only words may be kept for good (empty). */
export function numberIn(field: Field, text: string): number | null | undefined {
  const trimmed = text.trim();
  if (trimmed === '' && field === 'messageDays') return null;
  const value = /^\d{1,5}$/.test(trimmed) ? Number(trimmed) : 0;
  return value >= 1 && value <= MOST[field] ? value : undefined;
}

/** All values, or null when a field cannot be read. */
export function valuesOf(typed: Typed): Values | null {
  const read = FIELDS.map((field) => [field, numberIn(field, typed[field])] as const);
  return read.some(([, value]) => value === undefined) ? null : (Object.fromEntries(read) as unknown as Values);
}

const forGood = (days: number | null): number => days ?? Number.POSITIVE_INFINITY;

/** Something would be removed earlier than before. */
export const isShorter = (before: Values, after: Values): boolean =>
  after.rawBodyDays < before.rawBodyDays ||
  after.receiverDays < before.receiverDays ||
  forGood(after.messageDays) < forGood(before.messageDays);

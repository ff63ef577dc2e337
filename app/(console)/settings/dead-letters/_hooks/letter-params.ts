import { parseAsArrayOf, parseAsIsoDate, parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import type { LetterFilter, LetterKind } from '@/server/dead-letters/filter';

export const KINDS = [
  'unreadable',
  'failing',
  'retrying',
  'conflict',
  'fetch',
] as const satisfies readonly LetterKind[];

/** The filter of the tray, as the address has it; days in the zone of this machine, both included. */
const LETTER_PARAMS = {
  kinds: parseAsArrayOf(parseAsStringLiteral(KINDS)),
  shop: parseAsString,
  reason: parseAsString,
  from: parseAsIsoDate,
  to: parseAsIsoDate,
};
export const useLetterParams = () => useQueryStates(LETTER_PARAMS);
export type LetterParams = ReturnType<typeof useLetterParams>[0];

const startOfDay = (day: Date, plusDays = 0): number =>
  new Date(day.getUTCFullYear(), day.getUTCMonth(), day.getUTCDate() + plusDays).getTime();

/** What the API is asked for. */
export const filterOf = ({ kinds, shop, reason, from, to }: LetterParams): LetterFilter => ({
  ...(kinds && kinds.length > 0 && { kinds }),
  ...(shop && { shopId: shop.slice(0, 64) }),
  ...(reason?.trim() && { reason: reason.trim().slice(0, 100) }),
  ...(from && { from: startOfDay(from) }),
  ...(to && { before: startOfDay(to, 1) }),
});

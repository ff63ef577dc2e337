import { parseAsArrayOf, parseAsIsoDate, parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import type { LetterFilter, LetterKind } from '@/server/dead-letters/filter';
import { spanOfDays } from '../../_parts/day-span';

export const KINDS = [
  'unreadable',
  'failing',
  'retrying',
  'conflict',
  'fetch',
  'link',
  'link-conflict',
] as const satisfies readonly LetterKind[];

/** The filter of the tray, as the address has it; days in the zone of the shops, both included. */
const LETTER_PARAMS = {
  kinds: parseAsArrayOf(parseAsStringLiteral(KINDS)),
  shop: parseAsString,
  link: parseAsString,
  reason: parseAsString,
  from: parseAsIsoDate,
  to: parseAsIsoDate,
};
export const useLetterParams = () => useQueryStates(LETTER_PARAMS);
export type LetterParams = ReturnType<typeof useLetterParams>[0];

/** What the API is asked for. */
export const filterOf = ({ kinds, shop, link, reason, from, to }: LetterParams): LetterFilter => ({
  ...(kinds && kinds.length > 0 && { kinds }),
  ...(shop && { shopId: shop.slice(0, 64) }),
  ...(link && { linkId: link.slice(0, 64) }),
  ...(reason?.trim() && { reason: reason.trim().slice(0, 100) }),
  ...spanOfDays(from, to),
});

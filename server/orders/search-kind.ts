import { comparableName, comparableNote, mobileOf, notePairs } from '@/server/privacy/blind-index';

/** As what a text may be meant; the order of groups in the answer. */
export const SEARCH_KINDS = ['phone', 'phone-tail', 'order-no', 'tracking-no', 'name', 'sku', 'note'] as const;
export type SearchKind = (typeof SEARCH_KINDS)[number];

/** One way to look for a text. */
export interface SearchWish {
  readonly kind: SearchKind;
  /** The text as that kind is compared. */
  readonly text: string;
}

/** Why nothing can be looked for: a masked name or number is nobody's in particular; too little is everybody's. */
export type Unsearchable = 'masked' | 'too-short';

const MASK = /[*＊●•]/u;
const MASKED_PHONE = /^\d{0,7}[*＊●•]+(\d{4})$/u;
const TAIL = /^\d{4}$/;
const NUMBER = /^[\x21-\x7e]*\d[\x21-\x7e]*$/;
const ONE_WORD = /^\S+$/u;
/** Fewer signs end too many order numbers. */
const SHORTEST_NUMBER = 4;
const SHORTEST_NAME = 2;

const numberWishes = (text: string): SearchWish[] =>
  (['order-no', 'tracking-no', 'sku'] as const).map((kind) => ({ kind, text }));

function wordWishes(text: string): SearchWish[] {
  const name = comparableName(text);
  const wishes: SearchWish[] = [...name].length >= SHORTEST_NAME ? [{ kind: 'name', text: name }] : [];
  if (ONE_WORD.test(text) && [...text].length >= SHORTEST_NAME) wishes.push({ kind: 'sku', text });
  if (notePairs(text).length > 0) wishes.push({ kind: 'note', text: comparableNote(text) });
  return wishes;
}

/**
 * The shape of a text decides as what it is looked for, and so which index: 11 digits of a mobile phone, its last four,
 * anything in one word with a digit (order number or its end, courier number, article), otherwise a name, an article or words of
 * a note.
 */
export function searchWishesOf(given: string): readonly SearchWish[] | Unsearchable {
  const text = given.normalize('NFKC').trim();
  const tail = MASKED_PHONE.exec(text)?.[1];
  if (tail !== undefined) return [{ kind: 'phone-tail', text: tail }];
  if (MASK.test(text)) return 'masked';
  const mobile = mobileOf(text);
  const isNumber = NUMBER.test(text);
  if (isNumber && text.length < SHORTEST_NUMBER) return 'too-short';
  const wishes = [
    ...(mobile === null ? [] : [{ kind: 'phone', text: mobile } as const]),
    ...(TAIL.test(text) ? [{ kind: 'phone-tail', text } as const] : []),
    ...(isNumber ? numberWishes(text) : mobile === null ? wordWishes(text) : []),
  ];
  return wishes.length === 0 ? 'too-short' : wishes;
}

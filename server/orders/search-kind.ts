import { comparableName, mobileOf } from '@/server/privacy/blind-index';

/** What is searched for. `masked`: nothing, since a masked name or number is nobody's in particular. */
export type SearchWish =
  | { readonly kind: 'number'; readonly text: string }
  | { readonly kind: 'phone'; readonly text: string }
  | { readonly kind: 'phone-tail'; readonly text: string }
  | { readonly kind: 'name'; readonly text: string }
  | { readonly kind: 'masked' };
export type SearchKind = SearchWish['kind'];

const MASK = /[*＊●•]/u;
const MASKED_PHONE = /^\d{0,7}[*＊●•]+(\d{4})$/u;
const NUMBER = /^[\w-]*\d[\w-]*$/;

/** The shape of the text decides where it is looked for. */
export function searchWishOf(given: string): SearchWish {
  const text = given.normalize('NFKC').trim();
  const mobile = mobileOf(text);
  if (mobile !== null) return { kind: 'phone', text: mobile };
  if (/^\d{4}$/.test(text)) return { kind: 'phone-tail', text };
  const tail = MASKED_PHONE.exec(text)?.[1];
  if (tail !== undefined) return { kind: 'phone-tail', text: tail };
  if (MASK.test(text)) return { kind: 'masked' };
  if (NUMBER.test(text)) return { kind: 'number', text };
  const name = comparableName(text);
  return [...name].length < 2 ? { kind: 'number', text } : { kind: 'name', text: name };
}

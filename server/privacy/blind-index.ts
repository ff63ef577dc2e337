import { normalisePhone } from '@/domain/order/clean/phone';
import type { Keyring } from './keyring';

type IndexKeys = Pick<Keyring, 'blindIndex'>;

const MOBILE = /^1[3-9]\d{9}$/;

/** The mobile number that is meant, without what people put between its digits and without +86; null where it is none. */
export function mobileOf(text: string): string | null {
  const number = normalisePhone(text);
  return MOBILE.test(number) ? number : null;
}

/** As names are compared: half-width, without spaces and dots between their parts, Latin in small letters. */
export const comparableName = (name: string): string =>
  name
    .normalize('NFKC')
    .replace(/[\s·•・.]/gu, '')
    .toLowerCase();

/** As notes are compared: half-width, without spaces, Latin in small letters. */
export const comparableNote = (note: string): string => note.normalize('NFKC').replace(/\s/gu, '').toLowerCase();

/** Under which a phone number is found; null where it is none that can be asked for. */
export function phoneIndex(keyring: IndexKeys, phone: string | null): Buffer | null {
  const mobile = phone === null ? null : mobileOf(phone);
  return mobile === null ? null : keyring.blindIndex(mobile, 'receiver.phone');
}

const pairsOf = (text: string): string[] => {
  const characters = [...text];
  return [...new Set(characters.slice(1).map((character, index) => `${characters[index]}${character}`))];
};

const bigrams = (keyring: IndexKeys, pairs: Iterable<string>, purpose: string): string[] =>
  [...pairs].map((pair) => keyring.blindIndex(pair, purpose).readBigInt64BE(0).toString());

/** Under which a name is found: one number for each two neighbouring characters, as text. */
export const nameBigrams = (keyring: IndexKeys, name: string | null): string[] =>
  bigrams(keyring, pairsOf(comparableName(name ?? '')), 'receiver.name');

/** Of a longer note only the beginning is found: no order may fill the index. */
const PAIRS_A_NOTE = 128;
/** Two digits are in so many notes that they find none, and would tell of numbers; a hidden one is nobody's. */
const TELLS_NOTHING = /^\d\d$|\*/u;

/** The pairs of a note, or of what is looked for in notes, that are worth an entry. */
export const notePairs = (note: string): string[] =>
  pairsOf(comparableNote(note))
    .filter((pair) => !TELLS_NOTHING.test(pair))
    .slice(0, PAIRS_A_NOTE);

/** Under which an order's notes are found, as they are shown: one number for each of their pairs, as text. */
export const noteBigrams = (keyring: IndexKeys, notes: readonly string[]): string[] =>
  bigrams(keyring, new Set(notes.flatMap(notePairs)), 'order.note-pair');

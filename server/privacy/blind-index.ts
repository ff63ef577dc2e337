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

/** Under which a phone number is found; null where it is none that can be asked for. */
export function phoneIndex(keyring: IndexKeys, phone: string | null): Buffer | null {
  const mobile = phone === null ? null : mobileOf(phone);
  return mobile === null ? null : keyring.blindIndex(mobile, 'receiver.phone');
}

/** Under which a name is found: one number for each two neighbouring characters, as text. */
export function nameBigrams(keyring: IndexKeys, name: string | null): string[] {
  const characters = [...comparableName(name ?? '')];
  const pairs = new Set(characters.slice(1).map((character, index) => `${characters[index]}${character}`));
  return [...pairs].map((pair) => keyring.blindIndex(pair, 'receiver.name').readBigInt64BE(0).toString());
}

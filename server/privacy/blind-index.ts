import type { Keyring } from './keyring';

type IndexKeys = Pick<Keyring, 'blindIndex'>;

/** Half-width, without what people put between digits, and without +86; null where no Chinese mobile number is left. */
export function normalPhone(text: string): string | null {
  const digits = text
    .normalize('NFKC')
    .replace(/[\s()\-–—.]/gu, '')
    .replace(/^(\+|00)?86(?=1\d{10}$)/u, '');
  return /^1\d{10}$/.test(digits) ? digits : null;
}

/** As names are compared: half-width, without spaces and dots between their parts, Latin in small letters. */
export const normalName = (name: string): string =>
  name
    .normalize('NFKC')
    .replace(/[\s·•・.]/gu, '')
    .toLowerCase();

/** Under which a phone number is found; null where it is none that can be asked for. */
export function phoneIndex(keyring: IndexKeys, phone: string | null): Buffer | null {
  const normal = phone === null ? null : normalPhone(phone);
  return normal === null ? null : keyring.blindIndex(normal, 'receiver.phone');
}

/** Under which a name is found: one number for each two neighbouring characters, as text. */
export function nameBigrams(keyring: IndexKeys, name: string | null): string[] {
  const characters = [...normalName(name ?? '')];
  const pairs = new Set(characters.slice(1).map((character, index) => `${characters[index]}${character}`));
  return [...pairs].map((pair) => keyring.blindIndex(pair, 'receiver.name').readBigInt64BE(0).toString());
}

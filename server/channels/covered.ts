import { MISSING, type Personal } from '@/domain/order/personal';
import type { FieldReader } from './field-reader';

/** A bare star stands where a platform gives nothing at all. */
const PLACEHOLDER = /^[*＊\s]*$/u;

/** The text of a field, or null where nothing was given. */
export const given = (text: string | null | undefined): string | null =>
  text && !PLACEHOLDER.test(text) ? text : null;

export interface Forms {
  readonly plain: string | null | undefined;
  readonly mask: string | null | undefined;
  readonly cipher: string | null | undefined;
}

/** The most telling of what the platform gave: plain, else its mask, else that there is a ciphertext. */
export function readPersonal(
  reader: FieldReader,
  field: string,
  { plain, mask, cipher }: Forms,
  maxLength: number,
): Personal {
  const shown = given(plain) ?? given(mask);
  if (shown !== null) return reader.personal(field, shown, maxLength);
  if (given(cipher) === null) return MISSING;
  reader.note(field, 'encrypted', '', '');
  return { state: 'masked', shown: '******' };
}

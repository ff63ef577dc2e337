import * as z from 'zod';
import type { OrderNotes } from '@/domain/order/notes';
import { maskNumbers } from '@/domain/privacy/mask-numbers';
import { type Keyring, KeyringError } from './keyring';
import { PURPOSE } from './sealed-columns';

const notesShape = z.strictObject({ buyerNote: z.string(), sellerNote: z.string() }) satisfies z.ZodType<OrderNotes>;

/** What stands in an order's facts in place of a note: equal notes have equal marks, and no mark tells its note. */
export const noteMark =
  (keyring: Pick<Keyring, 'blindIndex'>) =>
  (note: string): string =>
    keyring.blindIndex(note, 'order.note').toString('hex', 0, 16);

/** Buyer's and seller's note of an order, sealed as one. */
export const sealNotes = (keyring: Keyring, { buyerNote, sellerNote }: OrderNotes): Buffer =>
  keyring.seal(JSON.stringify({ buyerNote, sellerNote }), PURPOSE.notes);

/** Opens what `sealNotes` sealed. */
export const openNotes = (keyring: Keyring, sealed: Buffer): OrderNotes =>
  notesShape.parse(JSON.parse(keyring.openText(sealed, PURPOSE.notes)));

/** The notes of a stored order; null where there are none, they were removed, or their bytes were changed. */
export function knownNotes(keyring: Keyring, sealed: Buffer | null): OrderNotes | null {
  try {
    return sealed === null ? null : openNotes(keyring, sealed);
  } catch (error) {
    if (!(error instanceof KeyringError)) throw error;
    return null;
  }
}

/** Buyer's and seller's note as everybody may see them, with long numbers hidden. */
export const shownNotes = ({ buyerNote, sellerNote }: OrderNotes): readonly string[] =>
  [buyerNote, sellerNote].map(maskNumbers);

/** What an agent wrote of a cause, for the database; null for no words. */
export const sealCauseNote = (keyring: Keyring, note: string): Buffer | null =>
  note === '' ? null : keyring.seal(note, PURPOSE.causeNote);

/** What was written of a cause, with long numbers hidden; null where nothing was, or it was removed. */
export const shownCauseNote = (keyring: Keyring, sealed: Buffer | null): string | null =>
  sealed === null ? null : maskNumbers(keyring.openText(sealed, PURPOSE.causeNote));

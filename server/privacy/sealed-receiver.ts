import * as z from 'zod';
import type { PlainReceiver } from '@/domain/order/seal';
import { nameBigrams, phoneIndex } from './blind-index';
import type { Keyring } from './keyring';
import { PURPOSE } from './sealed-columns';

const text = z.string().nullable();
const receiverShape = z.strictObject({
  name: text,
  phone: text,
  province: z.string(),
  city: z.string(),
  district: z.string(),
  street: z.string(),
  detail: text,
}) satisfies z.ZodType<PlainReceiver>;

/** A receiver as it is stored; binary values in hex, since the row travels as JSON. */
export interface SealedReceiver {
  readonly sealed: string;
  readonly phone_index: string | null;
  readonly name_bigrams: readonly string[] | null;
}

/** Seals a receiver's plain values as one value (one seal costs less than seven) with what it is found by. */
export function sealReceiver(keyring: Keyring, plain: PlainReceiver): SealedReceiver {
  const bigrams = nameBigrams(keyring, plain.name);
  return {
    sealed: keyring.seal(JSON.stringify(plain), PURPOSE.receiver).toString('hex'),
    phone_index: phoneIndex(keyring, plain.phone)?.toString('hex') ?? null,
    name_bigrams: bigrams.length > 0 ? bigrams : null,
  };
}

/** Opens what `sealReceiver` sealed. */
export const openReceiver = (keyring: Keyring, sealed: Buffer): PlainReceiver =>
  receiverShape.parse(JSON.parse(keyring.openText(sealed, PURPOSE.receiver)));

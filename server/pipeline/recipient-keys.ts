import type { AddressAssessment } from '@/domain/order/assessments';
import { addressKeyText } from '@/domain/order/clean/address-key';
import { normalisePhone } from '@/domain/order/clean/phone';
import type { Receiver } from '@/domain/order/order';
import type { Keyring } from '@/server/privacy/keyring';

/** Under which the same door and the same recipient are found again; null where they are masked or no one door. */
export interface RecipientKeys {
  readonly addressKey: string | null;
  readonly recipientKey: string | null;
}

type IndexKeys = Pick<Keyring, 'blindIndex'>;

const KEY_BYTES = 16;
const hashOf = (keyring: IndexKeys, text: string, purpose: string): string =>
  keyring.blindIndex(text, purpose).subarray(0, KEY_BYTES).toString('base64url');

/** Where a platform covers name and address, but says which orders go to the same person at the same door. */
const coveredKey = ({ detail, platformKey }: Receiver): string | null =>
  detail.state === 'masked' && platformKey ? platformKey : null;

/** A keyed hash of the normalised address; the address cannot be read from it, nor guessed without the key. */
function addressKeyOf(keyring: IndexKeys, receiver: Receiver, assessment?: AddressAssessment): string | null {
  const covered = coveredKey(receiver);
  if (covered !== null) return hashOf(keyring, covered, 'receiver.platform-key');
  const text = addressKeyText(receiver, assessment);
  return text === null ? null : hashOf(keyring, text, 'receiver.address');
}

/** The keys of a receiver as its message gave it, whose address may have been judged before. Name and phone together make a recipient. */
export function recipientKeysOf(keyring: IndexKeys, receiver: Receiver, assessment?: AddressAssessment): RecipientKeys {
  const { name, phone } = receiver;
  const isKnown = name.state === 'plain' && phone.state === 'plain';
  const plain = isKnown ? `${name.value.normalize('NFKC').replace(/\s/gu, '')}|${normalisePhone(phone.value)}` : null;
  const person = plain ?? coveredKey(receiver);
  return {
    addressKey: addressKeyOf(keyring, receiver, assessment),
    recipientKey: person === null ? null : hashOf(keyring, person, 'receiver.person'),
  };
}

import { type SealedEvent, sealEvent } from '@/domain/order/seal';
import type { Keyring } from '@/server/privacy/keyring';
import { noteMark } from '@/server/privacy/sealed-notes';
import { PLACES } from '@/server/reference/places';
import type { Statement } from './pool';
import { type RecipientKeys, recipientKeysOf } from './recipient-keys';

/** A statement with its personal values apart, and under which the recipient it names is found again; null where it names none. */
export interface SealedStatement extends Statement {
  readonly sealed: SealedEvent;
  readonly keys: RecipientKeys | null;
}

/** Takes the statements of a batch apart, each once: to look through an address costs more than all else that is done with it. */
export function sealStatements(keyring: Keyring, statements: readonly Statement[]): SealedStatement[] {
  const markOf = noteMark(keyring);
  return statements.map((statement) => {
    const sealed = sealEvent(statement.event, PLACES, markOf);
    const { receiver } = statement.event.fields;
    const address = sealed.event.fields.assessment?.address;
    return { ...statement, sealed, keys: receiver ? recipientKeysOf(keyring, receiver, address) : null };
  });
}

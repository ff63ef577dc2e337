import type { TriageFacts } from '../facts';
import { type Unknown, unknown } from './signal';

/** Why orders to the same door are not known: the address is masked, missing, or no one door (a locker, a campus). */
export function noDoor(signal: string): (facts: Pick<TriageFacts, 'address'>) => Unknown {
  const reasons = {
    known: unknown(signal, 'address-no-one-door'),
    masked: unknown(signal, 'address-masked'),
    missing: unknown(signal, 'address-missing'),
  } as const;
  return ({ address }) => reasons[address.state];
}

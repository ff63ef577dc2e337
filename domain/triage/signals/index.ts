import { addressVague } from './address-vague';
import { amountAtLeast } from './amount-at-least';
import { isPaid } from './is-paid';
import { outsideMainland } from './outside-mainland';
import { paidByWallet } from './paid-by-wallet';
import { paymentMethod } from './payment-method';
import { phoneInvalid } from './phone-invalid';
import { platformHold } from './platform-hold';
import { relayAddress } from './relay-address';
import { sameIpBurst } from './same-ip-burst';
import type { ParamSpecs, ParamsOf, Signal } from './signal';
import { smallAndMainland } from './small-and-mainland';
import { unitPriceOff } from './unit-price-off';
import { urgentPhrase } from './urgent-phrase';
import { wholeThousandPayment } from './whole-thousand-payment';

/** All signals. A rule may call these and nothing else. */
export const SIGNALS = {
  'address-vague': addressVague,
  'amount-at-least': amountAtLeast,
  'is-paid': isPaid,
  'outside-mainland': outsideMainland,
  'paid-by-wallet': paidByWallet,
  'payment-method': paymentMethod,
  'phone-invalid': phoneInvalid,
  'platform-hold': platformHold,
  'relay-address': relayAddress,
  'same-ip-burst': sameIpBurst,
  'small-and-mainland': smallAndMainland,
  'unit-price-off': unitPriceOff,
  'urgent-phrase': urgentPhrase,
  'whole-thousand-payment': wholeThousandPayment,
} as const;

export type SignalName = keyof typeof SIGNALS;

/** A signal with its parameters, as rules store it; parameters left out take their defaults. */
export type SignalCall = {
  [N in SignalName]: {
    readonly signal: N;
    readonly params?: Partial<ParamsOf<(typeof SIGNALS)[N]['params']>>;
  };
}[SignalName];

/** The signal of that name; null for a name that is not in the table. */
export function signalOf(name: string): Signal | null {
  return Object.hasOwn(SIGNALS, name) ? (SIGNALS[name as SignalName] as Signal<ParamSpecs>) : null;
}

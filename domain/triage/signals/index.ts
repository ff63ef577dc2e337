import { addressVague } from './address-vague';
import { amountAtLeast } from './amount-at-least';
import { dutyTermsMissing } from './duty-terms-missing';
import { isPaid } from './is-paid';
import { manyAccountsOneAddress } from './many-accounts-one-address';
import { newAccountCoupon } from './new-account-coupon';
import { noRecentReturns } from './no-recent-returns';
import { outsideMainland } from './outside-mainland';
import { paidByWallet } from './paid-by-wallet';
import { paymentMethod } from './payment-method';
import { paymentMismatch } from './payment-mismatch';
import { phoneFar } from './phone-far';
import { phoneInvalid } from './phone-invalid';
import { platformHold } from './platform-hold';
import { recipientContradicts } from './recipient-contradicts';
import { recipientsDiffer } from './recipients-differ';
import { relayAddress } from './relay-address';
import { remoteRegion } from './remote-region';
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
  'duty-terms-missing': dutyTermsMissing,
  'is-paid': isPaid,
  'many-accounts-one-address': manyAccountsOneAddress,
  'new-account-coupon': newAccountCoupon,
  'no-recent-returns': noRecentReturns,
  'outside-mainland': outsideMainland,
  'paid-by-wallet': paidByWallet,
  'payment-method': paymentMethod,
  'payment-mismatch': paymentMismatch,
  'phone-far': phoneFar,
  'phone-invalid': phoneInvalid,
  'platform-hold': platformHold,
  'recipient-contradicts': recipientContradicts,
  'recipients-differ': recipientsDiffer,
  'relay-address': relayAddress,
  'remote-region': remoteRegion,
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

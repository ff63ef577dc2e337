import { DAY_MS } from '@/domain/clocks/instant';
import { noDoor } from './no-door';
import { hit, NO, signal, unknown } from './signal';

const noAddress = noDoor('recipients-differ');
const NO_BUYER = unknown('recipients-differ', 'buyer-missing');
const NO_RECIPIENT = unknown('recipients-differ', 'recipient-masked');

/**
 * The same account sends to the same address for different recipients (another name or another phone) within `windowMs`
 * before or after this order. Gifts to other addresses are none of this.
 */
export const recipientsDiffer = signal({
  name: 'recipients-differ',
  params: {
    windowMs: { kind: 'number', unit: 'ms', default: DAY_MS, min: 60_000, max: 7 * DAY_MS },
    count: { kind: 'number', unit: 'orders', default: 2, min: 2, max: 100 },
  },
  evaluate: (facts, { windowMs, count }) => {
    const { sameAddress, placedAt } = facts;
    if (sameAddress === null) return noAddress(facts);
    const { account, recipient, uses } = sameAddress;
    if (account === null) return NO_BUYER;
    if (recipient === null) return NO_RECIPIENT;
    if (uses.length < count) return NO;
    const recipients = new Set([recipient]);
    for (const use of uses) {
      const isNear = Math.abs(use.at - placedAt) <= windowMs;
      if (isNear && use.account === account && use.recipient !== null) recipients.add(use.recipient);
    }
    if (recipients.size < count) return NO;
    return hit({
      signal: 'recipients-differ',
      field: 'receiver',
      number: recipients.size,
      limit: count,
      unit: 'recipients',
    });
  },
});

import { hit, NO, signal, unknown } from './signal';

const MASKED = unknown('recipient-contradicts', 'recipient-masked');
const MISSING = unknown('recipient-contradicts', 'address-missing');

/**
 * What the order says of its recipient cannot all be so: the city lies in another province, the line begins with another
 * province, or the landline belongs to one (domain/order/clean/recipient.ts).
 */
export const recipientContradicts = signal({
  name: 'recipient-contradicts',
  params: {},
  evaluate: ({ recipient }) => {
    if (recipient.state !== 'known') return recipient.state === 'masked' ? MASKED : MISSING;
    const { contradiction } = recipient;
    if (contradiction === null) return NO;
    return hit({
      signal: 'recipient-contradicts',
      field: 'receiver',
      span: contradiction.span,
      reason: contradiction.reason,
    });
  },
});

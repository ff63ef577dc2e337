import { hit, NO, signal, unknown } from './signal';

const NO_AMOUNT = unknown('payment-mismatch', 'amount-missing');
const NO_PAID = unknown('payment-mismatch', 'paid-amount-missing');

/**
 * The finance check: payment is confirmed, but what was received is not what was due: by the payment service where it has
 * spoken, else by the platform. A refund explains what is missing. Nothing is checked before payment and for cash on delivery.
 */
export const paymentMismatch = signal({
  name: 'payment-mismatch',
  params: { toleranceFen: { kind: 'number', unit: 'fen', default: 0, min: 0, max: 100_000 } },
  evaluate: ({ isPaid, paymentMethod, amountFen, noticedFen, refundFen, ...facts }, { toleranceFen }) => {
    const paidFen = noticedFen ?? facts.paidFen;
    if (!isPaid || paymentMethod === 'cod') return NO;
    if (amountFen === null) return NO_AMOUNT;
    if (paidFen === null) return NO_PAID;
    const missingFen = amountFen - paidFen;
    if (Math.abs(missingFen) <= toleranceFen || Math.abs(missingFen - (refundFen ?? 0)) <= toleranceFen) return NO;
    return hit({
      signal: 'payment-mismatch',
      field: 'paidFen',
      number: paidFen,
      limit: amountFen,
      unit: 'fen',
      reason: missingFen > 0 ? 'paid-less' : 'paid-more',
    });
  },
});

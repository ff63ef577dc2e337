import { hit, NO, signal, unknown } from './signal';

const NO_AMOUNT = unknown('whole-thousand-payment', 'paid-amount-missing');
const NO_NOTE = unknown('whole-thousand-payment', 'note-missing');
const THOUSAND_YUAN_FEN = 100_000;

/** Paid a whole multiple of 1,000 yuan and left no note. An unpaid order never hits. */
export const wholeThousandPayment = signal({
  name: 'whole-thousand-payment',
  params: {},
  evaluate: ({ isPaid, paidFen, note }) => {
    if (!isPaid) return NO;
    if (paidFen === null) return NO_AMOUNT;
    if (paidFen <= 0 || paidFen % THOUSAND_YUAN_FEN !== 0) return NO;
    if (note === null) return NO_NOTE;
    if (note.trim() !== '') return NO;
    return hit({ signal: 'whole-thousand-payment', field: 'paidFen', number: paidFen, unit: 'fen' });
  },
});

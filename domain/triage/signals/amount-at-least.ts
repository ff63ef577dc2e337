import { hit, NO, signal, unknown } from './signal';

const NO_AMOUNT = unknown('amount-at-least', 'amount-missing');

/** The amount due reaches the limit. */
export const amountAtLeast = signal({
  name: 'amount-at-least',
  params: { limitFen: { kind: 'number', unit: 'fen', default: 1_000_000, min: 1, max: 2_147_483_647 } },
  evaluate: ({ amountFen }, { limitFen }) => {
    if (amountFen === null) return NO_AMOUNT;
    if (amountFen < limitFen) return NO;
    return hit({ signal: 'amount-at-least', field: 'amountFen', number: amountFen, limit: limitFen, unit: 'fen' });
  },
});

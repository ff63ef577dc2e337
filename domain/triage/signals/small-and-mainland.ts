import { hit, NO, signal, unknown } from './signal';

const NO_AMOUNT = unknown('small-and-mainland', 'amount-missing');
const NO_REGION = unknown('small-and-mainland', 'region-unknown');

/** The amount due is at most the limit and the parcel goes to mainland China. */
export const smallAndMainland = signal({
  name: 'small-and-mainland',
  params: { limitFen: { kind: 'number', unit: 'fen', default: 50_000, min: 1, max: 2_147_483_647 } },
  evaluate: ({ amountFen, isMainland }, { limitFen }) => {
    if (isMainland === false || (amountFen !== null && amountFen > limitFen)) return NO;
    if (amountFen === null) return NO_AMOUNT;
    if (isMainland === null) return NO_REGION;
    return hit({ signal: 'small-and-mainland', field: 'amountFen', number: amountFen, limit: limitFen, unit: 'fen' });
  },
});

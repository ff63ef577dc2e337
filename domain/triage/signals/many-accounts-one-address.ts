import { DAY_MS } from '@/domain/clocks/instant';
import { maxOwnersInWindow, type Owned } from '../window';
import { noDoor } from './no-door';
import { hit, NO, signal, unknown } from './signal';

const noAddress = noDoor('many-accounts-one-address');
const NO_BUYER = unknown('many-accounts-one-address', 'buyer-missing');

/**
 * Orders of at least `count` different accounts go to this order's address in some window of `windowMs` that contains it.
 * Orders without an account are left out; an order that has none itself, and too few around it, is unknown.
 */
export const manyAccountsOneAddress = signal({
  name: 'many-accounts-one-address',
  params: {
    windowMs: { kind: 'number', unit: 'ms', default: DAY_MS, min: 60_000, max: 7 * DAY_MS },
    count: { kind: 'number', unit: 'accounts', default: 4, min: 2, max: 1_000 },
  },
  evaluate: (facts, { windowMs, count }) => {
    const { sameAddress, placedAt } = facts;
    if (sameAddress === null) return noAddress(facts);
    const { uses, account } = sameAddress;
    const most = uses.length < count ? 0 : accountsAround(uses, placedAt, windowMs);
    if (most < count) return account === null ? NO_BUYER : NO;
    return hit({
      signal: 'many-accounts-one-address',
      field: 'address',
      number: most,
      limit: count,
      unit: 'accounts',
    });
  },
});

function accountsAround(
  uses: readonly { readonly at: number; readonly account: string | null }[],
  at: number,
  windowMs: number,
): number {
  const owned: Owned[] = uses.flatMap((use) => (use.account === null ? [] : [{ at: use.at, owner: use.account }]));
  return maxOwnersInWindow(owned, at, windowMs);
}

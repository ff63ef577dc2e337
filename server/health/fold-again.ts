import { everySaid, type FactMap, mergeEvents, type Stamped } from '@/domain/order/merge-events';
import { sealEvent } from '@/domain/order/seal';
import { shown } from '../dead-letters/mask-body';
import type { Statement } from '../pipeline/pool';
import type { Keyring } from '../privacy/keyring';
import { noteMark } from '../privacy/sealed-notes';
import { PLACES } from '../reference/places';

/** A field that would be otherwise; what may be personal, or is a list, is kept back. */
export interface FactDifference {
  readonly field: string;
  readonly before: string | null;
  readonly after: string | null;
  readonly isKeptBack: boolean;
}

/** The facts that these statements about one order make from nothing, as the pool keeps them. */
export function foldAgain(keyring: Keyring, statements: readonly Statement[]): FactMap {
  const markOf = noteMark(keyring);
  return mergeEvents(
    {},
    statements.map(({ event }) => sealEvent(event, PLACES, markOf).event),
  );
}

type AnyFact = Stamped<unknown> | undefined;

/** Without the order of keys, which a database does not keep. */
const textOf = (value: unknown): string =>
  JSON.stringify(value, (_key, one: unknown) =>
    typeof one === 'object' && one !== null && !Array.isArray(one)
      ? Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1)))
      : one,
  ) ?? '';

const wordOf = (field: string, value: unknown): string | null =>
  value === undefined ? '' : typeof value === 'object' && value !== null ? null : shown(field, value);

function difference(field: string, before: unknown, after: unknown): FactDifference {
  const [a, b] = [wordOf(field, before), wordOf(field, after)];
  const isKeptBack = a === null || b === null;
  return isKeptBack ? { field, before: null, after: null, isKeptBack } : { field, before: a, after: b, isKeptBack };
}

/**
 * Where the pool would be otherwise. Each field is held against what the same source last said of it: what people and other
 * systems said besides is not in these messages, and does not count.
 */
export function differingFacts(pool: FactMap, again: FactMap): FactDifference[] {
  return Object.entries(again as Readonly<Record<string, AnyFact>>).flatMap(([field, fact]) => {
    if (fact === undefined) return [];
    const stored = (pool as Readonly<Record<string, AnyFact>>)[field];
    return everySaid(fact).flatMap((said) => {
      const before = stored && everySaid(stored).find(({ source }) => source === said.source);
      return textOf(before?.value) === textOf(said.value) ? [] : [difference(field, before?.value, said.value)];
    });
  });
}

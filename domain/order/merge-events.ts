import type { Instant } from '@/domain/clocks/instant';
import { type FactSource, ORDER_STATUSES, type OrderEvent, type OrderField, type OrderFields } from './order';

/** A fact with the stamp that decides between two statements of it. */
export interface Stamped<T> {
  readonly value: T;
  readonly at: Instant;
  readonly rank: number;
  readonly tie: string;
  readonly source: FactSource;
}

/** The merged truth about one order: for every field the newest statement and who made it. */
export type FactMap = { readonly [F in OrderField]?: Stamped<OrderFields[F]> };

type Stamp = Omit<Stamped<unknown>, 'value' | 'source'>;

const isNewer = (a: Stamp, b: Stamp): boolean =>
  a.at !== b.at ? a.at > b.at : a.rank !== b.rank ? a.rank > b.rank : a.tie > b.tie;

const stageRank = (event: OrderEvent): number =>
  event.fields.status === undefined ? -1 : ORDER_STATUSES.indexOf(event.fields.status);

/**
 * Folds events into the facts known so far. Every field is a last-writer-wins register ordered by (source version,
 * stage rank, body hash), so any order and duplication of the same events gives the same result, and an older event
 * never moves an order back. A field an event does not mention keeps its value.
 */
export function mergeEvents(known: FactMap, events: readonly OrderEvent[]): FactMap {
  const merged: Record<string, Stamped<unknown>> = { ...known };
  for (const event of events) {
    const stamp = { at: event.at, rank: stageRank(event), tie: event.bodyHash.slice(0, 16), source: event.source };
    for (const [field, value] of Object.entries(event.fields)) {
      if (value === undefined) continue;
      const current = merged[field];
      if (current === undefined || isNewer(stamp, current)) merged[field] = { value, ...stamp };
    }
  }
  return merged as FactMap;
}

/** Whether a merge left everything as it was: what it merged was older than all that is known, or known already. */
export const isUnchanged = (before: FactMap, after: FactMap): boolean =>
  (Object.keys(after) as OrderField[]).every((field) => after[field] === before[field]);

/** The plain value of one fact, or null when nobody has stated it. */
export function factOf<F extends OrderField>(facts: FactMap, field: F): OrderFields[F] | null {
  return facts[field]?.value ?? null;
}

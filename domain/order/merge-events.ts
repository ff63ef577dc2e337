import type { Instant } from '@/domain/clocks/instant';
import { type FactSource, ORDER_STATUSES, type OrderEvent, type OrderField, type OrderFields } from './order';

/** What one source last said of a field, with the stamp that decides between two statements. */
interface Said<T> {
  readonly value: T;
  readonly at: Instant;
  readonly rank: number;
  readonly tie: string;
  readonly source: FactSource;
  /** Of a person's word: what the sources said by then. */
  readonly heard?: readonly unknown[];
}

/** A fact as it counts, and beside it what the other sources last said of the same field, by source. */
export interface Stamped<T> extends Said<T> {
  readonly others?: readonly Said<T>[];
}

/** The merged truth about one order: for every field the newest statement and who made it. */
export type FactMap = { readonly [F in OrderField]?: Stamped<OrderFields[F]> };

type Stamp = Pick<Said<unknown>, 'at' | 'rank' | 'tie'>;

const isNewer = (a: Stamp, b: Stamp): boolean =>
  a.at !== b.at ? a.at > b.at : a.rank !== b.rank ? a.rank > b.rank : a.tie > b.tie;

const stageRank = (event: OrderEvent): number =>
  event.fields.status === undefined ? -1 : ORDER_STATUSES.indexOf(event.fields.status);

const newestOf = <T>(said: readonly Said<T>[]): Said<T> => said.reduce((a, b) => (isNewer(b, a) ? b : a));

/** A person's word counts until a source says something that the person had not heard; else the newest counts. */
function countingOf<T>(said: readonly Said<T>[]): Said<T> {
  const word = said.find(({ source }) => source === 'person');
  const sources = said.filter((one) => one !== word);
  if (word === undefined || sources.length === 0) return newestOf(said);
  return sources.every(({ value }) => word.heard?.includes(value)) ? word : newestOf(sources);
}

/** What every source last said of a field, the one that counts first. */
export const everySaid = <T>({ others = [], ...counting }: Stamped<T>): readonly Said<T>[] => [counting, ...others];

/** The register of one field after another statement: one register a source; the same object where nothing is new. */
function withSaid<T>(current: Stamped<T>, said: Said<T>): Stamped<T> {
  const all = everySaid(current);
  const before = all.find(({ source }) => source === said.source);
  if (before && !isNewer(said, before)) return current;
  const next = [...all.filter((one) => one !== before), said];
  if (next.length === 1) return said;
  const counting = countingOf(next);
  const others = next.filter((one) => one !== counting).sort((a, b) => (a.source < b.source ? -1 : 1));
  return { ...counting, others };
}

/**
 * Folds events into the facts known so far. Every field is, for each source, a last-writer-wins register ordered by (source
 * version, stage rank, body hash), and the newest of them counts. So any order and duplication of the same events gives the
 * same result, an older event never moves an order back, and it stays known who said what. A field an event does not
 * mention keeps its value.
 */
export function mergeEvents(known: FactMap, events: readonly OrderEvent[]): FactMap {
  const merged: Record<string, Stamped<unknown>> = { ...known };
  for (const event of events) {
    const { at, source, heard } = event;
    const stamp = { at, rank: stageRank(event), tie: event.bodyHash.slice(0, 16), source, ...(heard ? { heard } : {}) };
    for (const [field, value] of Object.entries(event.fields)) {
      if (value === undefined) continue;
      const current = merged[field];
      merged[field] = current === undefined ? { value, ...stamp } : withSaid(current, { value, ...stamp });
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

/** What one of these sources last said of a field; null when none of them has stated it. */
export function saidBy<F extends OrderField>(
  facts: FactMap,
  field: F,
  sources: readonly FactSource[],
): Said<OrderFields[F]> | null {
  const stamped = facts[field] as Stamped<OrderFields[F]> | undefined;
  const said = stamped ? everySaid(stamped).filter(({ source }) => sources.includes(source)) : [];
  return said.length === 0 ? null : newestOf(said);
}

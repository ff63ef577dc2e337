import type { Context, UserActor } from '@/server/context';

/** The longest statement of a list or a search, in ms, at the 99th percentile. */
export const STATEMENT_MS = 10;

export type Ask = (order: number) => Promise<unknown>;
/** Who asks about an order. */
export type By = (order: number) => Context<UserActor>;

/** One thing that somebody asks of a list. */
export interface Shape {
  readonly name: string;
  /** What it may take at most, in ms, at the 95th percentile. */
  readonly limitMs: number;
  /** What the longest of its statements may take at most, in ms, at the 99th percentile; null where only the whole counts. */
  readonly statementMs: number | null;
  readonly ask: Ask;
  /** The least that could be asked of the database for it: the ids alone, by the same index. */
  readonly bare: Ask;
  /** How many rows an answer has at least, so that an empty answer is not taken for a quick one. */
  readonly rowsOf?: (answer: unknown) => number;
}

/** The rows of a list, or of everything that a search found. */
export const rowsOf = (answer: unknown): number => {
  const { rows, findings } = answer as { rows?: unknown[]; findings?: { rows: unknown[] }[] };
  return rows?.length ?? findings?.reduce((sum, finding) => sum + finding.rows.length, 0) ?? 0;
};

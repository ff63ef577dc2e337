import type { Sql } from './client';

/** One write among several of a statement. */
export interface Write {
  /** The SQL, given the expression of its rows: a jsonb array. */
  readonly text: (rows: string) => string;
  readonly rows: readonly unknown[];
}

/**
 * Runs writes that do not read one another as one statement: one round trip, all or nothing. Each sees the database as it
 * was before the statement, so a later one cannot build on an earlier one. Those without rows are left out.
 */
export async function writeTogether(tx: Sql, writes: readonly Write[]): Promise<void> {
  const due = writes.filter((write) => write.rows.length > 0);
  if (due.length === 0) return;
  const parts = due.map((write, index) => `write_${index} as (${write.text(`$${index + 1}::jsonb`)})`);
  await tx.query(
    `with ${parts.join(', ')} select`,
    due.map((write) => JSON.stringify(write.rows)),
  );
}

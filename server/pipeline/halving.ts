import type { Sql } from '@/db/client';
import type { Reason } from '@/domain/intake/reason';
import { errorFacts } from '@/server/error-facts';
import { RetryBatch } from './store';

const TRANSIENT = /^(57014|40P01|40001|55P03|08|57P0|53)/;

/** Time-outs, deadlocks, lost or refused connections: nothing is wrong with the rows. */
export function isTransient(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code } = error as Error & { code?: unknown };
  return (typeof code === 'string' && TRANSIENT.test(code)) || /Connection terminated|timeout/i.test(error.message);
}

/** Why a row was refused, for whoever looks into it: nothing of the row itself. */
function reasonOf(error: unknown): Reason {
  const { type, message, code, constraint } = errorFacts(error);
  const said = [code ?? type, message, constraint].filter((part) => part !== undefined).join(' ');
  return { code: 'database-refused', said };
}

/**
 * Runs `work` over all rows inside a savepoint; when SQL refuses them, over each half, until a bad row stands alone
 * and is handed to `setAside`. The other rows' work is kept. Transient errors are thrown for the whole batch.
 */
export async function runHalving<Row>(
  tx: Sql,
  rows: readonly Row[],
  work: (rows: readonly Row[]) => Promise<void>,
  setAside: (row: Row, reason: Reason) => Promise<void>,
): Promise<void> {
  await tx.query('savepoint part');
  try {
    await work(rows);
    await tx.query('release savepoint part');
  } catch (error) {
    if (error instanceof RetryBatch || isTransient(error)) throw error;
    await tx.query('rollback to savepoint part');
    await tx.query('release savepoint part');
    const [only] = rows;
    if (rows.length === 1 && only !== undefined) {
      await setAside(only, reasonOf(error));
      return;
    }
    const middle = rows.length >> 1;
    await runHalving(tx, rows.slice(0, middle), work, setAside);
    await runHalving(tx, rows.slice(middle), work, setAside);
  }
}

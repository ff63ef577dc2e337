import type { Database } from '@/db/client';

/** A database whose next transaction does all its work and then waits with its commit until it is let go. */
export interface HeldCommit {
  readonly db: Database;
  /** Resolves once the work of a transaction is done and only its commit is missing. */
  readonly isReached: Promise<void>;
  letGo(): void;
}

/** Lets a test place one transaction exactly between the statements and the commit of another. */
export function heldCommit(db: Database): HeldCommit {
  let letGo = () => {};
  let reach = () => {};
  const goAhead = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const isReached = new Promise<void>((resolve) => {
    reach = resolve;
  });
  return {
    db: {
      ...db,
      tx: (work) =>
        db.tx(async (tx) => {
          const result = await work(tx);
          reach();
          await goAhead;
          return result;
        }),
    },
    isReached,
    letGo,
  };
}

/** Resolves once `work` is over or has a session of this database waiting for a lock. */
export async function settlesOrWaits(db: Database, work: Promise<unknown>): Promise<void> {
  let isOver = false;
  const over = () => {
    isOver = true;
  };
  work.then(over, over);
  for (;;) {
    const [row] = await db.query<{ waiting: number }>(
      `select count(*)::int as waiting from pg_stat_activity
       where datname = current_database() and wait_event_type = 'Lock'`,
    );
    if (isOver || (row?.waiting ?? 0) > 0) return;
  }
}

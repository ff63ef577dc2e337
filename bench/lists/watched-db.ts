import type { Database } from '@/db/client';

/** A database that remembers how long its longest statement took since it was last asked. */
export interface WatchedDb {
  readonly db: Database;
  readonly takeLongestMs: () => number;
}

/** Watches a database from outside, so that a verb is measured as it runs for everybody. */
export function watched(db: Database): WatchedDb {
  let longestMs = 0;
  const query: Database['query'] = async (text, params) => {
    const startedMs = performance.now();
    try {
      return await db.query(text, params);
    } finally {
      longestMs = Math.max(longestMs, performance.now() - startedMs);
    }
  };
  return {
    db: { query, tx: (work) => db.tx(work), now: () => db.now(), close: () => db.close() },
    takeLongestMs: () => {
      const taken = longestMs;
      longestMs = 0;
      return taken;
    },
  };
}

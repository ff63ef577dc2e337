import type { Database } from '@/db/client';
import { roomOf } from '@/domain/live/rooms';
import { publish } from '@/server/live/publish';

/**
 * Adds the appended deltas to the board's counters, removes them and announces the change, in one transaction: folded plus
 * pending stays exact at every moment. Rows are updated in key order, so two folds cannot lock each other out.
 * Returns how many deltas were folded.
 */
export function foldCounters(db: Database): Promise<number> {
  return db.tx(async (tx) => {
    const [folded] = await tx.query<{ n: number; at: number }>(
      `with d as (delete from counter_deltas returning day, group_id, platform, region, state, n, amount_fen),
       folded as (
         insert into counters select day, group_id, platform, region, state, sum(n), sum(amount_fen) from d
         group by 1, 2, 3, 4, 5 order by 1, 2, 3, 4, 5
         on conflict (day, group_id, platform, region, state) do update
           set n = counters.n + excluded.n, amount_fen = counters.amount_fen + excluded.amount_fen)
       select count(*)::int as n, floor(extract(epoch from now()) * 1000)::float8 as at from d`,
    );
    if (!folded || folded.n === 0) return 0;
    await publish(tx, [
      { topic: 'board.changed', rooms: [roomOf.board()], id: 'board', version: folded.at, patch: { at: folded.at } },
    ]);
    return folded.n;
  });
}

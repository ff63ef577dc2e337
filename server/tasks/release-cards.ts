import type { Sql } from '@/db/client';
import { announceTasks } from './announce';

/**
 * Gives the open cards of a seat back to their queues, but those of the group that its person goes on working for (null:
 * of none). Returns how many; they are announced to the queue and to the person.
 */
export const releaseCards = (tx: Sql, seatId: string, keptGroupId: string | null): Promise<number> =>
  releaseCardsOutside(tx, seatId, keptGroupId === null ? [] : [keptGroupId]);

/** As releaseCards, for a person who goes on working for several groups. */
export async function releaseCardsOutside(tx: Sql, seatId: string, keptGroupIds: readonly string[]): Promise<number> {
  const released = await tx.query<{ id: string }>(
    `with held as (select id from tasks where seat_id = $1 and state = 'open' and not group_id = any ($2)
       order by id for no key update)
     update tasks t set seat_id = null, seat_since = null, seat_why = null, version = version + 1
     from held where t.id = held.id returning t.id`,
    [seatId, keptGroupIds],
  );
  await announceTasks(
    tx,
    released.map((card) => card.id),
    [seatId],
  );
  return released.length;
}

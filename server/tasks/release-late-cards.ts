import type { Database } from '@/db/client';
import { lockPlacing } from './place-cards';
import { releaseCards } from './release-cards';

/**
 * Gives back the cards that a transaction under way was giving to a seat while its person was taken off it: waits until
 * whoever gives out cards of the group now is done, then releases what arrived. Call after the commit that took the person
 * off, so that nothing is locked while this waits, and nobody gives the seat a card any more afterwards.
 */
export async function releaseLateCards(db: Database, seatId: string, groupId: string | null): Promise<number> {
  if (groupId === null) return 0;
  await db.tx((tx) => lockPlacing(tx, [groupId]));
  return db.tx((tx) => releaseCards(tx, seatId, null));
}

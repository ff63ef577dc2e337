import type { Sql } from '@/db/client';
import { roomOf } from '@/domain/live/rooms';
import { announceLink } from '../link-accounts/announce-link';
import { publish } from '../live/publish';

/** Tells the pages that show dead letters that some were put through again or settled. */
export const announceLetters = (tx: Sql, redriveId: string | null = null): Promise<void> =>
  publish(tx, [
    {
      ...{ topic: 'dead-letters.changed', rooms: [roomOf.board()], id: redriveId ?? 'all', version: 1 },
      patch: { redriveId },
    },
  ]);

/** Tells the pages of links that what they could not read has changed. */
export async function announceLinks(tx: Sql, linkIds: readonly string[]): Promise<void> {
  for (const linkId of new Set(linkIds)) await announceLink(tx, linkId);
}

/** How many redrives are watched: those that their page shows. */
export const WATCHED_REDRIVES = 5;

/** Tells the pages where messages or orders that somebody put through again have failed again. */
export async function announceFailedAgain(tx: Sql, refs: readonly string[]): Promise<void> {
  if (refs.length === 0) return;
  const [redriven] = await tx.query(
    `select 1 from redrive_rows where redrive_id in (select id from redrives order by id desc limit ${WATCHED_REDRIVES})
       and ref = any ($1::text[]) and result = 'queued' limit 1`,
    [refs],
  );
  if (redriven) await announceLetters(tx);
}

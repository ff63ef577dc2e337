import type { Sql } from '@/db/client';
import { noticeHandlers } from '../notices/deliver';
import { MAX_ATTEMPTS } from '../outbox/worker';

/**
 * Makes a restored database one of its own, in the transaction that restores it. Its cursors differ from those given out
 * before, so that every open page fetches anew. What had not been sent when the backup was made is not sent now: it may
 * have gone out since, and the restored copy may be a drill beside the real one. It fails, and the card says so.
 */
export async function afterRestore(tx: Sql): Promise<void> {
  await tx.query(`update app_meta set value = gen_random_uuid()::text where key = 'incarnation'`);
  await tx.query('update outbox set attempts = $1, due_at = now() where state = 0 and kind <> all($2)', [
    MAX_ATTEMPTS,
    Object.keys(noticeHandlers),
  ]);
  await tx.query(`update seats set seen_at = 'epoch'`);
}

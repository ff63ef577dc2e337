import type { Sql } from '@/db/client';

/** Calls may come many times a second; what the screen shows needs no more than one note in this time. */
const NOTE_EVERY = "interval '5 seconds'";

/** WeCom checked the callback address and was answered. */
export async function noteVerified(db: Sql, accountId: string): Promise<void> {
  await db.query('update wecom_accounts set callback_verified_at = now() where id = $1', [accountId]);
}

/** A genuine event came to the callback address. */
export async function noteEvent(db: Sql, accountId: string): Promise<void> {
  await db.query(
    `update wecom_accounts set callback_event_at = now()
     where id = $1 and coalesce(callback_event_at, 'epoch') < now() - ${NOTE_EVERY}`,
    [accountId],
  );
}

/** Something came to the callback address that was not genuine; `why` names the check that failed. */
export async function noteRefusal(db: Sql, accountId: string, why: string): Promise<void> {
  await db.query(
    `update wecom_accounts set callback_refused_at = now(), callback_refusal = $2
     where id = $1 and coalesce(callback_refused_at, 'epoch') < now() - ${NOTE_EVERY}`,
    [accountId, why],
  );
}

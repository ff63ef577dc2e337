import type { Write } from '@/db/writes';
import { type Reason, storedReason } from '@/domain/intake/reason';
import { retryAfterMs } from '@/domain/intake/retry';
import { INBOX_STATE } from './inbox-states';

/** A message that could not be taken. Unreadable: its body says nothing that can be believed; else taking it failed. */
export interface Refused {
  readonly inboxId: string;
  readonly reason: Reason;
  readonly isUnreadable: boolean;
}

/**
 * Sets messages aside: unreadable ones at once, failed ones until another try at a random time, and after the last try for good.
 * `rows` tell how often each was tried before.
 */
export function asideWrite(
  refused: readonly Refused[],
  rows: readonly { readonly id: string; readonly attempts: number }[],
  random: () => number = Math.random,
): Write {
  const triedBefore = new Map(rows.map(({ id, attempts }) => [id, attempts]));
  return {
    text: (values) => `update inbox_keys k set state = r.state, reason = left(r.reason, 500), attempts = r.tries,
        aside_at = now(), retry_at = now() + r."delayMs" * interval '1 ms'
      from jsonb_to_recordset(${values}) r ("inboxId" bigint, reason text, state int, tries int, "delayMs" float8)
      where k.id = r."inboxId"`,
    rows: refused.map(({ inboxId, reason: why, isUnreadable }) => {
      const reason = storedReason(why);
      const tries = (triedBefore.get(inboxId) ?? 0) + 1;
      if (isUnreadable) return { inboxId, reason, tries, state: INBOX_STATE.unreadable, delayMs: null };
      const delayMs = retryAfterMs(tries, random);
      return { inboxId, reason, tries, delayMs, state: delayMs === null ? INBOX_STATE.failing : INBOX_STATE.retrying };
    }),
  };
}

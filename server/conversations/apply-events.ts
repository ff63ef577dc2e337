import type { Sql } from '@/db/client';
import { sendFailureOfEvent } from '@/server/links/wecom/errors';
import type { KfMessage } from '@/server/links/wecom/messages';
import type { FailedMessage } from './fail-messages';
import { announceChanged, CHANGED_COLUMNS, type ChangedInteraction } from './live';

const RECALLS = new Set(['user_recall_msg', 'servicer_recall_msg']);

/** Marks messages that somebody took back. The text is kept for the record. */
export async function applyRecalls(tx: Sql, messages: readonly KfMessage[]): Promise<void> {
  const recalled = messages.flatMap(({ event }) =>
    event !== undefined && RECALLS.has(event.event_type) ? (event.recall_msgid ?? []) : [],
  );
  if (recalled.length === 0) return;
  const changed = await tx.query<ChangedInteraction>(
    `update interactions set recalled_at = now(), version = version + 1
     where channel = 'wecom' and external_id = any($1::text[]) and recalled_at is null
     returning ${CHANGED_COLUMNS}`,
    [recalled],
  );
  await announceChanged(tx, changed);
}

/**
 * Finds and locks our messages that WeCom reports as not delivered, with the reason it gives. Before anything else of a
 * page: whoever settles a message locks it first and then its customer.
 */
export async function lockReported(tx: Sql, messages: readonly KfMessage[]): Promise<readonly FailedMessage[]> {
  const reports = new Map(
    messages.flatMap(({ event }) =>
      event?.event_type === 'msg_send_fail' && event.fail_msgid !== undefined
        ? [[event.fail_msgid, sendFailureOfEvent(event.fail_type ?? 0)] as const]
        : [],
    ),
  );
  if (reports.size === 0) return [];
  const known = await tx.query<{ id: string; external_id: string }>(
    `select id, external_id from interactions
     where channel = 'wecom' and direction = 'out' and external_id = any($1::text[]) order by id for update`,
    [[...reports.keys()]],
  );
  return known.map(({ id, external_id }) => ({
    interactionId: id,
    why: reports.get(external_id) ?? ('unknown' as const),
  }));
}

import type { Sql } from '@/db/client';
import type { SendFailure } from '@/domain/reply/quota';
import { sendFailureOfEvent } from '@/server/links/wecom/errors';
import type { KfMessage } from '@/server/links/wecom/messages';
import { announceChanged, CHANGED_COLUMNS, type ChangedInteraction } from './live';

const failuresIn = (messages: readonly KfMessage[]): { msgId: string; why: SendFailure }[] =>
  messages.flatMap(({ event }) =>
    event?.event_type === 'msg_send_fail' && event.fail_msgid !== undefined
      ? [{ msgId: event.fail_msgid, why: sendFailureOfEvent(event.fail_type ?? 0) }]
      : [],
  );

const RECALLS = new Set(['user_recall_msg', 'servicer_recall_msg']);
const recallsIn = (messages: readonly KfMessage[]): string[] =>
  messages.flatMap(({ event }) =>
    event !== undefined && RECALLS.has(event.event_type) && event.recall_msgid !== undefined
      ? [event.recall_msgid]
      : [],
  );

/**
 * What WeCom reports about messages we know: one that did not arrive after all is marked failed with the reason, one
 * that was taken back is marked so. Reports that come twice change nothing the second time.
 */
export async function applyEvents(tx: Sql, messages: readonly KfMessage[]): Promise<void> {
  const failures = failuresIn(messages);
  const recalls = recallsIn(messages);
  const changed: ChangedInteraction[] = [];
  if (failures.length > 0) {
    const rows = await tx.query<ChangedInteraction>(
      `update interactions i set send_state = 'failed', send_error = f.why, version = version + 1
       from unnest($1::text[], $2::text[]) f (msg_id, why)
       where i.channel = 'wecom' and i.external_id = f.msg_id and i.send_state in ('queued', 'sent')
       returning ${CHANGED_COLUMNS}`,
      [failures.map(({ msgId }) => msgId), failures.map(({ why }) => why)],
    );
    changed.push(...rows);
  }
  if (recalls.length > 0) {
    const rows = await tx.query<ChangedInteraction>(
      `update interactions set recalled_at = now(), version = version + 1
       where channel = 'wecom' and external_id = any($1::text[]) and recalled_at is null
       returning ${CHANGED_COLUMNS}`,
      [recalls],
    );
    changed.push(...rows);
  }
  await announceChanged(tx, changed);
}

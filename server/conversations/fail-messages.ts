import type { Sql } from '@/db/client';
import type { Instant } from '@/domain/clocks/instant';
import type { SendFailure } from '@/domain/reply/quota';
import { announceChanged, CHANGED_COLUMNS, type ChangedInteraction } from './live';
import { openConversations, SEND_FAILED } from './open-conversations';

export interface FailedMessage {
  readonly interactionId: string;
  readonly why: SendFailure;
}
interface Unanswered {
  readonly customerId: string;
  readonly lastSeatId: string | null;
  readonly orderId: string | null;
  readonly groupId: string;
}

/** Whom the failed messages were for, with the seat that wrote them and the group that serves the account. */
const unansweredBy = (tx: Sql, interactionIds: readonly string[]): Promise<Unanswered[]> =>
  tx.query<Unanswered>(
    `select distinct on (i.customer_id) i.customer_id as "customerId", u.id as "lastSeatId", i.order_id as "orderId",
       a.group_id as "groupId"
     from interactions i
     join customer_identities c on c.customer_id = i.customer_id and c.channel = 'wecom'
     join wecom_kf_accounts k on k.open_kfid = c.account join wecom_accounts a on a.id = k.account_id
     left join users u on u.id = i.author
     where i.id = any($1::bigint[])
     order by i.customer_id, i.id desc, c.last_inbound_at desc nulls last`,
    [interactionIds],
  );

/**
 * Marks messages that did not arrive as failed, with the reason. Their customers wait for an answer again: the card is
 * joined or opened once more, on the seat that wrote the message. Messages that had failed before change nothing.
 */
export async function failMessages(tx: Sql, failed: readonly FailedMessage[], now: Instant): Promise<void> {
  if (failed.length === 0) return;
  const changed = await tx.query<ChangedInteraction>(
    `update interactions i set send_state = 'failed', send_error = f.why, version = version + 1
     from unnest($1::bigint[], $2::text[]) f (interaction_id, why)
     where i.id = f.interaction_id and i.send_state in ('queued', 'sent') returning ${CHANGED_COLUMNS}`,
    [failed.map(({ interactionId }) => interactionId), failed.map(({ why }) => why)],
  );
  const unanswered = await unansweredBy(
    tx,
    changed.map(({ interactionId }) => interactionId),
  );
  for (const groupId of new Set(unanswered.map((one) => one.groupId))) {
    const ofGroup = unanswered.filter((one) => one.groupId === groupId);
    const waiting = ofGroup.map(({ customerId, lastSeatId, orderId }) => ({
      customerId,
      lastSeatId,
      intent: null,
      warnings: [],
      span: SEND_FAILED,
      namedOrderIds: orderId === null ? [] : [orderId],
      at: now,
    }));
    await openConversations(tx, waiting, groupId, now);
  }
  await announceChanged(tx, changed);
}

import { z } from 'zod';
import type { Sql } from '@/db/client';
import { SEND_FAILURES, type SendFailure } from '@/domain/reply/quota';
import type { WecomClient } from '@/server/links/wecom/client';
import { ERRCODE, sendFailureOf, WecomError } from '@/server/links/wecom/errors';
import { type EffectHandler, PermanentError } from '@/server/outbox/worker';
import type { SealedDb } from '@/server/privacy/sealed-db';
import type { ClientFor } from './accounts';
import { failMessages } from './fail-messages';
import { announceChanged, CHANGED_COLUMNS, type ChangedInteraction } from './live';
import { type PreparedSend, prepareSend } from './prepare-send';

const payloadShape = z.object({ interactionId: z.string().regex(/^\d{1,19}$/) });

/** Refused for good: the reason is the message, so that the outbox row and the interaction say the same. */
const refuse = (why: SendFailure): never => {
  throw new PermanentError(why);
};

/** Takes the session over where nobody serves it. Somebody in the WeCom client, or the pool, keeps what they have. */
async function takeSession(client: WecomClient, message: PreparedSend): Promise<void> {
  const state = await client.serviceState(message);
  if (state === 2 || state === 3) refuse('owned-in-wecom');
  if (state === 0 || state === 4) await client.takeSession(message);
}

/**
 * WeCom refuses a message id it has taken before, with a code its documentation does not name. On a repeat this means
 * that the earlier try had arrived.
 */
const hasArrivedBefore = (error: WecomError, message: PreparedSend): boolean =>
  message.isRepeat && sendFailureOf(error) === 'rejected' && /msgid/i.test(error.errmsg);

/** A repeat asks with the message itself whether the earlier try arrived, before it looks at who has the session. */
async function deliver(client: WecomClient, message: PreparedSend): Promise<void> {
  if (message.isRepeat) {
    try {
      return await client.sendText(message);
    } catch (error) {
      if (!(error instanceof WecomError && error.errcode === ERRCODE.sessionState)) throw error;
    }
  }
  await takeSession(client, message);
  await client.sendText(message);
}

async function send(client: WecomClient, message: PreparedSend): Promise<void> {
  try {
    await deliver(client, message);
  } catch (error) {
    if (!(error instanceof WecomError)) throw error;
    if (hasArrivedBefore(error, message)) return;
    if (!error.isRetryable) refuse(sendFailureOf(error));
    throw error;
  }
}

/** Marks a message sent and remembers who answered, so that the customer's next message finds the same seat. */
async function markSent(tx: Sql, interactionId: string): Promise<void> {
  const changed = await tx.query<ChangedInteraction>(
    `update interactions set send_state = 'sent', version = version + 1
     where id = $1::bigint and send_state = 'queued' returning ${CHANGED_COLUMNS}`,
    [interactionId],
  );
  await tx.query(
    `update customer_identities c set last_seat_id = u.id from interactions i join users u on u.id = i.author
     where i.id = $1::bigint and c.channel = 'wecom' and c.customer_id = i.customer_id`,
    [interactionId],
  );
  await announceChanged(tx, changed);
}

/** Gives back what a message took of the customer's quota, unless the customer has written since. */
async function returnQuota(tx: Sql, interactionId: string): Promise<void> {
  await tx.query(
    `update customer_identities c set sent_since_inbound = greatest(sent_since_inbound - 1, 0) from interactions i
     where i.id = $1::bigint and i.send_state = 'queued' and i.external_id is not null and c.channel = 'wecom'
       and c.customer_id = i.customer_id and c.account = i.account and c.last_inbound_at <= i.at`,
    [interactionId],
  );
}

const isSendFailure = (reason: string): reason is SendFailure => (SEND_FAILURES as readonly string[]).includes(reason);

/**
 * For the outbox worker, in the transaction that gives an effect up: the message is shown as failed, with the reason, or
 * as unreachable when every try ended without an answer. Effects of other kinds are none of its business.
 */
export async function sendGivenUp(
  tx: Sql,
  effect: { readonly kind: string; readonly payload: unknown },
  reason: string,
): Promise<void> {
  if (effect.kind !== 'wecom.send') return;
  const { interactionId } = payloadShape.parse(effect.payload);
  const [clock] = await tx.query<{ now: number }>(
    `select clock_timestamp() as now from interactions where id = $1::bigint and send_state = 'queued' for update`,
    [interactionId],
  );
  if (!clock) return;
  await returnQuota(tx, interactionId);
  await failMessages(tx, [{ interactionId, why: isSendFailure(reason) ? reason : 'unreachable' }], clock.now);
}

/** The effects of this room, for the outbox worker. 'wecom.send' {interactionId}: sends a queued message once. */
export function conversationHandlers(services: SealedDb & { readonly clientFor: ClientFor }): {
  readonly 'wecom.send': EffectHandler;
} {
  return {
    'wecom.send': async (payload) => {
      const { interactionId } = payloadShape.parse(payload);
      const prepared = await services.db.tx((tx) => prepareSend({ ...services, db: tx }, interactionId));
      if (prepared.kind === 'settled') return;
      if (prepared.kind === 'refused') return refuse(prepared.why);
      await send(services.clientFor(prepared.access), prepared);
      return (tx) => markSent(tx, interactionId);
    },
  };
}

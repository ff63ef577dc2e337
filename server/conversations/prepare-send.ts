import { createHash } from 'node:crypto';
import type { Sql } from '@/db/client';
import { type SendFailure, sendQuota } from '@/domain/reply/quota';
import { PURPOSE } from '@/server/privacy/sealed-columns';
import type { SealedDb } from '@/server/privacy/sealed-db';
import { ACCESS_COLUMNS, type SealedAccess } from './accounts';
import { answeringIdentity } from './quota';

/** A message ready to be sent: to whom, through which account, under which id. */
export interface PreparedSend {
  readonly kind: 'ready';
  readonly access: SealedAccess;
  readonly openKfId: string;
  readonly externalUserId: string;
  readonly msgId: string;
  readonly content: string;
  /** An earlier try may have reached WeCom without our learning of it. */
  readonly isRepeat: boolean;
}
export type Preparation =
  | PreparedSend
  | { readonly kind: 'settled' }
  | { readonly kind: 'refused'; readonly why: SendFailure };

interface QueuedMessage {
  readonly id: string;
  readonly customer_id: string | null;
  readonly account: string | null;
  readonly sealed: Buffer | null;
  readonly send_state: string | null;
  readonly external_id: string | null;
  readonly client_key: string | null;
  readonly now: number;
}
interface Recipient extends SealedAccess {
  readonly account: string;
  readonly external_id: string;
  readonly last_inbound_at: number | null;
  readonly sent_since_inbound: number;
}

/**
 * The id under which WeCom knows a message of ours: the same for every try, at most 32 of [0-9a-zA-Z_-]. The client key
 * is part of it, because a database restored from a backup gives interaction ids out a second time.
 */
export function sendMsgId(interactionId: string, clientKey: string | null): string {
  const digest = createHash('sha256')
    .update(`${interactionId}/${clientKey ?? ''}`)
    .digest('base64url');
  return `tw${digest.slice(0, 28)}`;
}

/**
 * Prepares a queued message within the caller's transaction. The first preparation takes one message of the customer's
 * quota and fixes the account to send through and the id to send under, which WeCom knows by account; later ones find
 * them. Nothing is prepared that was settled before.
 */
export async function prepareSend({ db: tx, keyring }: SealedDb<Sql>, interactionId: string): Promise<Preparation> {
  const [message] = await tx.query<QueuedMessage>(
    `select id, customer_id, account, sealed_body as sealed, send_state, external_id, client_key, clock_timestamp() as now
     from interactions where id = $1::bigint and channel = 'wecom' for update`,
    [interactionId],
  );
  if (message?.send_state !== 'queued' || message.sealed === null) return { kind: 'settled' };
  const [to] = await tx.query<Recipient>(
    `select i.account, i.external_id, i.last_inbound_at, i.sent_since_inbound, ${ACCESS_COLUMNS}
     from (${answeringIdentity('$2')} for update) i
     join wecom_kf_accounts k on k.open_kfid = i.account join wecom_accounts a on a.id = k.account_id`,
    [message.customer_id, message.account],
  );
  if (!to) return { kind: 'refused', why: 'no-inbound' };
  const msgId = message.external_id ?? sendMsgId(message.id, message.client_key);
  const isRepeat = message.external_id !== null;
  if (!isRepeat) {
    const allowance = { lastInboundAt: to.last_inbound_at, sentSinceInbound: to.sent_since_inbound };
    const { reason } = sendQuota(allowance, message.now);
    if (reason !== null) return { kind: 'refused', why: reason };
    await tx.query('update interactions set external_id = $2, account = $3 where id = $1::bigint', [
      message.id,
      msgId,
      to.account,
    ]);
    await tx.query(
      `update customer_identities set sent_since_inbound = sent_since_inbound + 1
       where channel = 'wecom' and account = $1 and external_id = $2`,
      [to.account, to.external_id],
    );
  }
  const { accountId, apiBase, corpId, secretsSealed } = to;
  return {
    kind: 'ready',
    access: { accountId, apiBase, corpId, secretsSealed },
    openKfId: to.account,
    externalUserId: to.external_id,
    msgId,
    content: keyring.openText(message.sealed, PURPOSE.interaction),
    isRepeat,
  };
}

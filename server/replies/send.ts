import type { Sql } from '@/db/client';
import type { Context, UserActor } from '@/server/context';
import { customerSendQuota } from '@/server/conversations/quota';
import { conflict, invalid, notFound } from '@/server/errors';
import { enqueue } from '@/server/outbox/outbox';
import { PURPOSE } from '@/server/privacy/sealed-columns';
import type { SealedDb } from '@/server/privacy/sealed-db';
import { customerOfCard } from './capability';
import { earlierReply, lockCardToAnswer, recordReply, storedKey } from './record-reply';
import { checkedReplyBody } from './reply-body';
import type { ReplyInput, ReplyResult } from './reply-input';

/**
 * Locks how the customer of a card can be written to, before the card itself: the order in which incoming messages lock
 * them too. Two replies at once therefore count each other against the quota.
 */
async function lockRecipient(tx: Sql, taskId: string): Promise<string | null> {
  const [card] = await tx.query<{ customerId: string | null; orderId: string | null }>(
    'select customer_id as "customerId", order_id as "orderId" from tasks where id = $1::bigint',
    [taskId],
  );
  if (!card) throw notFound('task');
  const customerId = await customerOfCard(tx, card);
  await tx.query(`select 1 from customer_identities where channel = 'wecom' and customer_id = $1::bigint for update`, [
    customerId,
  ]);
  return customerId;
}

async function sendInTx(
  { db: tx, keyring }: SealedDb<Sql>,
  actor: UserActor,
  input: ReplyInput,
  sealedBody: Buffer,
  now: number,
): Promise<ReplyResult> {
  const earlier = await earlierReply(tx, actor, input);
  if (earlier) return earlier;
  const customerId = await lockRecipient(tx, input.taskId);
  const card = await lockCardToAnswer(tx, actor, 'replies.send', input);
  if ((await customerOfCard(tx, card)) !== customerId) throw conflict('the card has changed', { reason: 'version' });
  const quota = customerId === null ? null : await customerSendQuota(tx, customerId, now);
  if (customerId === null || quota === null)
    throw invalid('this customer cannot be written to from here', { reason: 'copy-only' });
  if (quota.reason !== null)
    throw conflict('the channel takes no more messages now', { reason: quota.reason, left: quota.left });
  const reply = { customerId, channel: 'wecom', sendState: 'queued', sealedBody } as const;
  const result = await recordReply({ db: tx, keyring }, actor, 'replies.send', card, input, reply, now);
  await enqueue(tx, {
    kind: 'wecom.send',
    payload: { interactionId: result.interactionId },
    idempotencyKey: `wecom.send:${storedKey(input)}`,
  });
  return result;
}

/**
 * Sends a reply to the customer of a card through WeCom and, when asked, disposes of the card: one transaction.
 * Sending the same clientKey again returns the first result and sends nothing. Refused: an empty, too long or unfilled
 * text, a customer who can only be answered elsewhere, a used-up quota, another seat's card, a card that changed.
 */
export async function sendReply(ctx: Context<UserActor>, input: ReplyInput): Promise<ReplyResult> {
  const sealedBody = ctx.keyring.seal(checkedReplyBody(input.body), PURPOSE.interaction);
  const now = await ctx.db.now();
  const result = await ctx.db.tx((tx) => sendInTx({ db: tx, keyring: ctx.keyring }, ctx.actor, input, sealedBody, now));
  ctx.wakeFeed();
  ctx.wakeOutbox();
  return result;
}

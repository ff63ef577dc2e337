import type { Sql } from '@/db/client';
import type { Context, UserActor } from '@/server/context';
import { PURPOSE } from '@/server/privacy/sealed-columns';
import { customerOfCard } from './capability';
import { earlierReply, lockCardToAnswer, recordReply } from './record-reply';
import { checkedReplyBody } from './reply-body';
import type { ReplyInput, ReplyResult } from './reply-input';

/** The channel a reply went through outside: the shop platform's own chat, or unknown for a conversation without order. */
async function outsideChannel(tx: Sql, orderId: string | null): Promise<string> {
  const [order] = await tx.query<{ platform: string }>('select platform from orders where id = $1::bigint', [orderId]);
  return order?.platform ?? 'outside';
}

/**
 * Records a reply that the agent copied into the shop platform's own client, and disposes of the card when asked. The
 * same clientKey again returns the first result. Nothing is sent from here.
 */
export async function markSentOutside(ctx: Context<UserActor>, input: ReplyInput): Promise<ReplyResult> {
  const sealedBody = ctx.keyring.seal(checkedReplyBody(input.body), PURPOSE.interaction);
  const now = await ctx.db.now();
  const result = await ctx.db.tx(async (tx) => {
    const earlier = await earlierReply(tx, ctx.actor, input);
    if (earlier) return earlier;
    const task = await lockCardToAnswer(tx, ctx.actor, 'replies.markSentOutside', input);
    const customerId = await customerOfCard(tx, task);
    const channel = await outsideChannel(tx, task.orderId);
    const reply = { customerId, channel, sendState: 'sent-outside', sealedBody } as const;
    return recordReply({ db: tx, keyring: ctx.keyring }, ctx.actor, 'replies.markSentOutside', task, input, reply, now);
  });
  ctx.wakeFeed();
  return result;
}

import * as z from 'zod';
import type { Sql } from '@/db/client';
import { type Instant, SECOND_MS } from '@/domain/clocks/instant';
import type { Services } from '../context';
import { OutboundFailure, outboundBytes } from '../links/outbound';
import { postToRobot } from '../links/robots/post';
import { RobotRefused } from '../links/robots/robot';
import type { RobotKind } from '../links/robots/robots';
import { type EffectHandler, PermanentError } from '../outbox/worker';
import { openAddress } from './address';
import { announceChannel } from './announce-channel';
import type { NoticeLocale } from './channel-fields';
import { type PostPart, postMessage } from './post-text';

const payloadShape = z.object({ postId: z.string().regex(/^\d{1,18}$/) });
export const robotHttp = outboundBytes({ timeoutMs: 10 * SECOND_MS, maxBytes: 100_000 });

type DeliverServices = Pick<Services, 'db' | 'keyring' | 'origin' | 'isLoopbackAllowed' | 'wakeFeed'>;

interface Taken {
  readonly id: string;
  readonly channelId: string;
  readonly parts: readonly PostPart[];
  readonly kind: RobotKind;
  readonly sealed: Buffer;
  readonly locale: NoticeLocale;
  readonly isActive: boolean;
  readonly now: Instant;
}

/** From here on nothing joins the post; null when there is nothing to send any more. */
async function take(tx: Sql, postId: string): Promise<Taken | null> {
  const [taken] = await tx.query<Taken>(
    `update notice_posts p set state = 'sending', attempts = attempts + 1 from notice_channels c
     where p.id = $1 and p.state in ('queued', 'sending') and c.id = p.channel_id
     returning p.id::text, p.channel_id::text as "channelId", p.parts, c.kind, c.address_sealed as sealed, c.locale,
       c.is_active as "isActive", clock_timestamp() as now`,
    [postId],
  );
  return taken ?? null;
}

/** Why a try failed, as the screen shows it: "problem code: words", or how the call itself went wrong. */
export function reasonOf(error: unknown): string | null {
  if (error instanceof OutboundFailure) return `call-${error.why}`;
  if (!(error instanceof RobotRefused)) return null;
  const { problem, code, text } = error.refusal;
  return `${problem} ${code}: ${text}`.slice(0, 300);
}

/** Until the robot takes messages again, what happens joins the post that waits. */
async function noteFailure(tx: Sql, post: Taken, error: unknown): Promise<void> {
  const isTooOften = error instanceof RobotRefused && error.refusal.problem === 'too-often';
  if (isTooOften)
    await tx.query(
      `update notice_channels set next_post_at = greatest(next_post_at, now() + interval '1 minute') where id = $1`,
      [post.channelId],
    );
  await tx.query(`update notice_posts set state = 'queued', last_error = $2 where id = $1 and state = 'sending'`, [
    post.id,
    reasonOf(error) ?? 'internal',
  ]);
  await announceChannel(tx, post.channelId);
}

async function send(services: DeliverServices, post: Taken): Promise<void> {
  const address = openAddress(services.keyring, post.sealed);
  const message = postMessage(post, post.locale, services.origin);
  const robot = { kind: post.kind, address, isLoopbackAllowed: services.isLoopbackAllowed };
  try {
    await postToRobot(robot, message, robotHttp, post.now);
  } catch (error) {
    const isFinal =
      (error instanceof RobotRefused && !error.isRetryable) ||
      (error instanceof OutboundFailure && error.why === 'address');
    if (isFinal) throw new PermanentError(reasonOf(error) ?? 'refused');
    await services.db.tx((tx) => noteFailure(tx, post, error));
    services.wakeFeed();
    throw error;
  }
}

/** The effects of this room, for the outbox worker. 'robot.post' {postId}: one message to one channel. */
export const channelHandlers = (services: DeliverServices): { readonly 'robot.post': EffectHandler } => ({
  'robot.post': async (payload) => {
    const { postId } = payloadShape.parse(payload);
    const post = await services.db.tx((tx) => take(tx, postId));
    if (post === null) return;
    if (!post.isActive) throw new PermanentError('channel-off');
    await send(services, post);
    return async (tx) => {
      await tx.query(`update notice_posts set state = 'sent', settled_at = now(), last_error = null where id = $1`, [
        postId,
      ]);
      await announceChannel(tx, post.channelId);
    };
  },
});

/** For the outbox worker, in the transaction that gives an effect up: the post is shown as failed, with the reason. */
export async function postGivenUp(
  tx: Sql,
  effect: { readonly kind: string; readonly payload: unknown },
  reason: string,
): Promise<void> {
  if (effect.kind !== 'robot.post') return;
  const { postId } = payloadShape.parse(effect.payload);
  const [post] = await tx.query<{ channelId: string }>(
    `update notice_posts set state = 'failed', settled_at = now(),
       last_error = case when $2 like '%outbound call failed%' then coalesce(last_error, $2) else $2 end
     where id = $1 and state in ('queued', 'sending') returning channel_id::text as "channelId"`,
    [postId, reason.slice(0, 300)],
  );
  if (post) await announceChannel(tx, post.channelId);
}

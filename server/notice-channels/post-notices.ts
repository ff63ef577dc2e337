import { randomUUID } from 'node:crypto';
import type { Sql } from '@/db/client';
import type { Instant } from '@/domain/clocks/instant';
import { enqueue } from '../outbox/outbox';
import { announceChannel } from './announce-channel';
import type { NoticeEvent } from './channel-fields';
import type { PostPart } from './post-text';

/** Something that channels are told of. */
export interface Occurrence {
  readonly event: NoticeEvent;
  /** Whom it concerns, one group or several; null: all groups, and only channels of all are told. */
  readonly groupId: string | readonly string[] | null;
  /** null: a card that belongs to no order. */
  readonly orderNo: string | null;
}

/** Robots take 20 messages a minute: a post every 3 s stays within that, and what happens meanwhile joins it. */
const SPACING = "interval '3 seconds'";
/** What happens within this time is told at once. */
const GATHERING = "interval '1 second'";
const SHOWN_ORDERS = 5;

const groupsOf = ({ groupId }: Occurrence): readonly string[] =>
  typeof groupId === 'string' ? [groupId] : (groupId ?? []);

interface Listening {
  readonly id: string;
  readonly groupId: string | null;
  readonly events: readonly NoticeEvent[];
}

function merged(parts: readonly PostPart[], occurrences: readonly Occurrence[]): PostPart[] {
  const byEvent = new Map(parts.map((part) => [part.event, part]));
  for (const { event, orderNo } of occurrences) {
    const known = byEvent.get(event) ?? { event, count: 0, orderNos: [] };
    const isShown = orderNo !== null && known.orderNos.length < SHOWN_ORDERS && !known.orderNos.includes(orderNo);
    byEvent.set(event, {
      event,
      count: known.count + 1,
      orderNos: isShown ? [...known.orderNos, orderNo] : known.orderNos,
    });
  }
  return [...byEvent.values()];
}

/** Into the post that waits, or into a new one at the next time that the channel's limit leaves free. */
async function tell(tx: Sql, channelId: string, occurrences: readonly Occurrence[]): Promise<void> {
  const [waiting] = await tx.query<{ id: string; parts: readonly PostPart[] }>(
    `select id::text, parts from notice_posts where channel_id = $1 and state = 'queued' order by id desc limit 1 for update`,
    [channelId],
  );
  const parts = JSON.stringify(merged(waiting?.parts ?? [], occurrences));
  if (waiting) {
    await tx.query('update notice_posts set parts = $2 where id = $1', [waiting.id, parts]);
  } else {
    const [post] = await tx.query<{ id: string; dueAt: Instant }>(
      `with next as (update notice_channels c set next_post_at = greatest(now() + ${GATHERING}, c.next_post_at) + ${SPACING}
         where id = $1 returning next_post_at - ${SPACING} as due_at)
       insert into notice_posts (channel_id, parts, due_at) select $1, $2, due_at from next
       returning id::text, due_at as "dueAt"`,
      [channelId, parts],
    );
    if (!post) throw new Error('a locked channel is gone');
    const { id: postId, dueAt } = post;
    await enqueue(tx, { kind: 'robot.post', payload: { postId }, idempotencyKey: `robot-post:${randomUUID()}`, dueAt });
  }
  await announceChannel(tx, channelId);
}

/**
 * Tells every active channel that listens, in the transaction of the cause. A channel gets one message for what happens
 * until its next free time, so that a mass breach is one message and not a thousand. Wake the outbox after the commit.
 */
export async function postNotices(tx: Sql, occurrences: readonly Occurrence[]): Promise<void> {
  if (occurrences.length === 0) return;
  const channels = await tx.query<Listening>(
    `select id::text, group_id as "groupId", events from notice_channels
     where is_active and events && $1 and (group_id is null or group_id = any ($2)) order by id for update`,
    [[...new Set(occurrences.map(({ event }) => event))], [...new Set(occurrences.flatMap(groupsOf))]],
  );
  for (const { id, groupId, events } of channels) {
    const theirs = occurrences.filter(
      (one) => events.includes(one.event) && (groupId === null || groupsOf(one).includes(groupId)),
    );
    if (theirs.length > 0) await tell(tx, id, theirs);
  }
}

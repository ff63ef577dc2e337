import * as z from 'zod';
import type { Sql } from '@/db/client';
import type { Instant } from '@/domain/clocks/instant';
import { roomOf } from '@/domain/live/rooms';
import { assertCan } from '@/server/can';
import type { Context, UserActor } from '@/server/context';
import { type AppError, conflict, notFound } from '@/server/errors';
import { publish } from '@/server/live/publish';
import { PURPOSE } from '@/server/privacy/sealed-columns';
import { bodyText, taskId, templateId } from './reply-input';

export const saveDraftInput = z
  .object({
    taskId,
    body: bodyText,
    templateId,
    /** The version of the draft the page started from; 0 when it knew of none. */
    version: z.number().int().min(0),
  })
  .strict();

/** Another page of the same person has stored a text since: when. */
async function changedElsewhere(tx: Sql, actor: UserActor, taskId: string): Promise<AppError> {
  const [stored] = await tx.query<{ at: Instant }>(
    'select saved_at as at from drafts where task_id = $1::bigint and user_id = $2',
    [taskId, actor.userId],
  );
  return conflict('the draft was changed on another page', {
    reason: 'draft',
    by: actor.name,
    ...(stored && { at: stored.at }),
  });
}

/**
 * Keeps the caller's unsent text for a card; an empty text is kept as such. Returns the new version. A page that started from
 * an older text is refused, so that two pages of one person do not overwrite each other.
 */
export async function saveDraft(
  ctx: Context<UserActor>,
  input: z.infer<typeof saveDraftInput>,
): Promise<{ readonly version: number }> {
  const { actor } = ctx;
  const sealedBody = ctx.keyring.seal(input.body.replaceAll('\0', ''), PURPOSE.draft);
  const version = await ctx.db.tx(async (tx) => {
    const [task] = await tx.query<{ groupId: string; state: string }>(
      'select group_id as "groupId", state from tasks where id = $1::bigint for share',
      [input.taskId],
    );
    if (!task) throw notFound('task');
    assertCan(actor, 'replies.saveDraft', { groupId: task.groupId }, 'task');
    if (task.state !== 'open') throw conflict('the card is closed', { reason: 'closed' });
    const [saved] = await tx.query<{ version: number }>(
      `insert into drafts (task_id, user_id, sealed_body, template_id, version) values ($1::bigint, $2, $3, $4, $5 + 1)
       on conflict (task_id, user_id) do update set sealed_body = excluded.sealed_body, template_id = excluded.template_id,
         saved_at = now(), version = drafts.version + 1 where drafts.version = $5
       returning version::int as version`,
      [input.taskId, actor.userId, sealedBody, input.templateId, input.version],
    );
    if (!saved) throw await changedElsewhere(tx, actor, input.taskId);
    await publish(tx, [
      {
        topic: 'draft.saved',
        rooms: [roomOf.user(actor.userId)],
        id: input.taskId,
        version: saved.version,
        patch: { taskId: input.taskId },
      },
    ]);
    return saved.version;
  });
  ctx.wakeFeed();
  return { version };
}

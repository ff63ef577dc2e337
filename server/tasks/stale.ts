import type { Sql } from '@/db/client';
import type { Instant } from '@/domain/clocks/instant';
import type { UserActor } from '@/server/context';
import { type AppError, conflict } from '@/server/errors';

/** What happened to a card, as the trigger on tasks notes it; by null: not a person. */
interface CardChange {
  readonly by: string | null;
  readonly name: string | null;
  readonly what: string;
  readonly at: Instant;
  readonly version: number;
}

async function changesOf(tx: Sql, taskId: string): Promise<{ act: CardChange | null; change: CardChange | null }> {
  const [row] = await tx.query<{ act: CardChange | null; change: CardChange | null }>(
    `select last_act || jsonb_build_object('name', (select name from users where id = last_act->>'by')) as act,
       last_change || jsonb_build_object('name', (select name from users where id = last_change->>'by')) as change
     from tasks where id = $1::bigint`,
    [taskId],
  );
  return row ?? { act: null, change: null };
}

const refusal = (change: CardChange | null): AppError =>
  conflict('the card has changed', {
    reason: 'version',
    by: change?.name ?? '',
    ...(change && { what: change.what, at: change.at }),
  });

/** The refusal of a write that began from an older state of the card: who changed what since, and when. */
export async function staleConflict(tx: Sql, taskId: string, seenVersion: number): Promise<AppError> {
  const { act, change } = await changesOf(tx, taskId);
  return refusal(act !== null && act.version > seenVersion ? act : change);
}

/**
 * Refuses a reply when somebody else has done something to the card since the caller saw it. What came from outside (a
 * message, a deadline that passed) does not make a reply wrong.
 */
export async function assertNobodyActed(tx: Sql, actor: UserActor, taskId: string, seenVersion: number): Promise<void> {
  const { act } = await changesOf(tx, taskId);
  if (act !== null && act.version > seenVersion && act.by !== actor.userId) throw refusal(act);
}

import type { Sql } from '@/db/client';
import type { Instant } from '@/domain/clocks/instant';
import type { UserActor } from '@/server/context';
import { conflict } from '@/server/errors';
import { ATTENDANCE_COLUMNS, IS_ATTENDING, publishAttendances, type StoredAttendance } from '@/server/live/attendances';

/** Who has a card to itself now, in which page and since when. */
export interface LockHolder {
  readonly pageId: string;
  readonly userId: string;
  readonly name: string;
  readonly lockedSince: Instant;
}

/** Who edits a card; null when nobody does, or the page of whoever did is gone. The caller has locked the task. */
export async function lockHolder(tx: Sql, taskId: string): Promise<LockHolder | null> {
  const [holder] = await tx.query<LockHolder>(
    `select ${ATTENDANCE_COLUMNS} from attendances a join users u on u.id = a.user_id
     where a.task_id = $1::bigint and a.locked_since is not null and ${IS_ATTENDING}`,
    [taskId],
  );
  return holder ?? null;
}

const lockedBy = ({ name, lockedSince }: LockHolder) =>
  conflict('somebody else is editing the card', { reason: 'locked', by: name, at: lockedSince });

/** Refuses a change to a card that somebody else is editing, naming who and since when. */
export async function assertNotLocked(tx: Sql, actor: UserActor, taskId: string): Promise<void> {
  const holder = await lockHolder(tx, taskId);
  if (holder !== null && holder.userId !== actor.userId) throw lockedBy(holder);
}

/** Gives a page the card to itself, in place of whoever has it; asks nobody. The caller has checked that. */
export async function takeLock(
  tx: Sql,
  actor: UserActor,
  card: { readonly id: string; readonly groupId: string },
  pageId: string,
): Promise<void> {
  await endLocks(tx, card.id, pageId);
  const held = await tx.query<StoredAttendance>(
    `with a as (
       insert into attendances as a (page_id, user_id, task_id, group_id, locked_since, version)
       values ($1, $2, $3::bigint, $4, now(), nextval('attendance_version'))
       on conflict (page_id) do update set seen_at = now(), task_id = excluded.task_id, group_id = excluded.group_id,
         locked_since = coalesce(case when a.task_id = excluded.task_id then a.locked_since end, now()),
         version = excluded.version
       where a.user_id = excluded.user_id
       returning *)
     select ${ATTENDANCE_COLUMNS} from a join users u on u.id = a.user_id`,
    [pageId, actor.userId, card.id, card.groupId],
  );
  await publishAttendances(tx, held);
}

/** Ends the locks on a card, but that of `keptPageId`; those who had them go on looking. Returns whose they were. */
export async function endLocks(tx: Sql, taskId: string, keptPageId: string | null): Promise<readonly string[]> {
  const ended = await tx.query<StoredAttendance>(
    `with a as (
       update attendances set locked_since = null, version = nextval('attendance_version')
       where task_id = $1::bigint and locked_since is not null and page_id is distinct from $2 returning *)
     select ${ATTENDANCE_COLUMNS} from a join users u on u.id = a.user_id`,
    [taskId, keptPageId],
  );
  await publishAttendances(tx, ended);
  return ended.map(({ userId }) => userId);
}

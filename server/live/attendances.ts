import type { Database, Sql } from '@/db/client';
import { ATTENDING_MS, type Attendance, TYPING_MS } from '@/domain/desk/attendance';
import { roomOf } from '@/domain/live/rooms';
import { publish } from './publish';

/** An attendance and the group whose queue the card is in. */
export type StoredAttendance = Attendance & { readonly groupId: string };

const ms = (value: number) => `${value} * interval '1 ms'`;
/** Said anew only when half of it is over: one row each three seconds, however fast somebody types. */
const STILL_TYPING = `a.typing_until > now() + ${ms(TYPING_MS / 2)}`;

/** SQL over attendances a: its page is alive. */
export const IS_ATTENDING = `a.seen_at > now() - ${ms(ATTENDING_MS)}`;

/** An attendance from attendances a and users u. */
export const ATTENDANCE_COLUMNS = `a.page_id as "pageId", a.user_id as "userId", u.name, a.task_id as "taskId",
  a.typing_until as "typingUntil", a.locked_since as "lockedSince", a.version::int as version, a.group_id as "groupId"`;

/** Announces entries to the queues of their groups, and of the group that a page has just left. */
export const publishAttendances = (tx: Sql, entries: readonly StoredAttendance[], leftGroups: readonly string[] = []) =>
  publish(
    tx,
    entries.map(({ groupId, ...patch }) => ({
      topic: 'card.attended' as const,
      rooms: [...new Set([groupId, ...leftGroups])].map(roomOf.group),
      id: patch.pageId,
      version: patch.version,
      patch,
    })),
  );

export interface AttendInput {
  readonly userId: string;
  readonly pageId: string;
  readonly taskId: string;
  readonly groupId: string;
  readonly isTyping: boolean;
}

/**
 * A page looks at a card, or writes on it; its lock on another card ends. True when that was news and was announced. A page
 * of somebody else stays as it is.
 */
export async function attend(db: Database, input: AttendInput): Promise<boolean> {
  return db.tx(async (tx) => {
    const [before] = await tx.query<{ groupId: string }>(
      'select group_id as "groupId" from attendances where page_id = $1 and user_id = $2 for update',
      [input.pageId, input.userId],
    );
    const said = await tx.query<StoredAttendance>(
      `with a as (
         insert into attendances as a (page_id, user_id, task_id, group_id, typing_until, version)
         values ($1, $2, $3::bigint, $4, case when $5 then now() + ${ms(TYPING_MS)} end, nextval('attendance_version'))
         on conflict (page_id) do update set seen_at = now(), task_id = excluded.task_id, group_id = excluded.group_id,
           typing_until = excluded.typing_until, version = excluded.version,
           locked_since = case when a.task_id = excluded.task_id then a.locked_since end
         where a.user_id = excluded.user_id and (a.task_id <> excluded.task_id
           or case when $5 then not coalesce(${STILL_TYPING}, false) else a.typing_until > now() end)
         returning *)
       select ${ATTENDANCE_COLUMNS} from a join users u on u.id = a.user_id`,
      [input.pageId, input.userId, input.taskId, input.groupId, input.isTyping],
    );
    await publishAttendances(tx, said, before ? [before.groupId] : []);
    return said.length > 0;
  });
}

const LEAVING = `returning a.page_id as "pageId", a.user_id as "userId", '' as name, null::bigint as "taskId",
  null::timestamptz as "typingUntil", null::timestamptz as "lockedSince", nextval('attendance_version')::int as version,
  a.group_id as "groupId"`;

/** A page has left its card; its lock ends. True when it was at one. */
export async function leave(db: Database, userId: string, pageId: string): Promise<boolean> {
  return db.tx(async (tx) => {
    const left = await tx.query<StoredAttendance>(
      `delete from attendances a where page_id = $1 and user_id = $2 ${LEAVING}`,
      [pageId, userId],
    );
    await publishAttendances(tx, left);
    return left.length > 0;
  });
}

/** A page and whose it is: nobody speaks for the pages of others. */
export interface OpenPage {
  readonly pageId: string;
  readonly userId: string;
}

/** Keeps the pages that this node holds at their cards; in one statement, whatever their number. */
export async function renewAttendances(sql: Sql, pages: readonly OpenPage[]): Promise<void> {
  if (pages.length === 0) return;
  await sql.query(
    `update attendances a set seen_at = now() from
       (select page_id from attendances join unnest($1::text[], $2::text[]) p (page_id, user_id) using (page_id, user_id)
        order by page_id for update of attendances skip locked) mine
     where a.page_id = mine.page_id`,
    [pages.map(({ pageId }) => pageId), pages.map(({ userId }) => userId)],
  );
}

/** The connection of a page is gone: it leaves its card in five seconds, unless it comes back. */
export async function loseAttendance(sql: Sql, { pageId, userId }: OpenPage): Promise<void> {
  await sql.query(
    `update attendances set seen_at = least(seen_at, now() - ${ms(ATTENDING_MS - 5_000)}) where page_id = $1 and user_id = $2`,
    [pageId, userId],
  );
}

/** Announces that pages of which nothing was heard have left; any node may do it, also for one that died. */
export async function sweepAttendances(db: Database): Promise<number> {
  const stale = await db.query(`select 1 from attendances a where not (${IS_ATTENDING}) limit 1`);
  if (stale.length === 0) return 0;
  return db.tx(async (tx) => {
    const left = await tx.query<StoredAttendance>(
      `delete from attendances a where page_id in
         (select page_id from attendances a where not (${IS_ATTENDING}) limit 500 for update skip locked) ${LEAVING}`,
    );
    await publishAttendances(tx, left);
    return left.length;
  });
}

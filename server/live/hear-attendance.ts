import type { Database, Sql } from '@/db/client';
import { TYPING_MS } from '@/domain/desk/attendance';
import { can } from '../can';
import type { UserActor } from '../context';
import { attend, leave, loseAttendance } from './attendances';
import type { LiveSocket } from './live-server';

const PAGE_ID = /^[\w-]{8,64}$/;
const TASK_ID = /^\d{1,19}$/;

/** The group of a card that this person may open; null for any other. */
async function groupOfCard(db: Sql, actor: UserActor, taskId: string): Promise<string | null> {
  const [card] = await db.query<{ groupId: string; ownerId: string | null }>(
    'select group_id as "groupId", seat_id as "ownerId" from tasks where id = $1::bigint',
    [taskId],
  );
  return card && can(actor, 'tasks.open', card) ? card.groupId : null;
}

/**
 * Hears from a page at which card it is. One after another, so that the last word counts; the page that is gone leaves its
 * card a moment later. A socket speaks for one page only.
 */
export function hearAttendance(
  { db, wakeFeed }: { readonly db: Database; readonly wakeFeed: () => void },
  socket: LiveSocket,
  onError: (error: unknown) => void,
): void {
  const { actor } = socket.data;
  let heard = Promise.resolve();
  let typing = { on: '', saidAtMs: Number.NEGATIVE_INFINITY };
  const store = async (pageId: string, taskId: string | null, isTyping: boolean): Promise<boolean> => {
    const groupId = taskId === null ? null : await groupOfCard(db, actor, taskId);
    if (taskId === null || groupId === null) return leave(db, actor.userId, pageId);
    return attend(db, { userId: actor.userId, pageId, taskId, groupId, isTyping });
  };
  socket.on('attend', (pageId: unknown, taskId: unknown, isTyping: unknown) => {
    if (typeof pageId !== 'string' || !PAGE_ID.test(pageId) || (socket.data.pageId ?? pageId) !== pageId) return;
    if (taskId !== null && (typeof taskId !== 'string' || !TASK_ID.test(taskId))) return;
    socket.data.pageId = pageId;
    const nowMs = performance.now();
    // However fast somebody types, or a page repeats itself: the database is asked once in a while.
    if (isTyping === true && typing.on === taskId && nowMs - typing.saidAtMs < TYPING_MS / 3) return;
    typing = isTyping === true ? { on: taskId ?? '', saidAtMs: nowMs } : { on: '', saidAtMs: Number.NEGATIVE_INFINITY };
    heard = heard
      .then(() => store(pageId, taskId, isTyping === true))
      .then((isNews) => (isNews ? wakeFeed() : undefined))
      .catch(onError);
  });
  socket.on('disconnect', () => {
    const { pageId } = socket.data;
    if (pageId === undefined) return;
    socket.data.pageId = undefined;
    heard.then(() => loseAttendance(db, { pageId, userId: actor.userId })).catch(onError);
  });
}

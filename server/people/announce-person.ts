import type { Sql } from '@/db/client';
import { roomOf } from '@/domain/live/rooms';
import { publish } from '../live/publish';

/** Tells the leaders' pages, and the own pages of each of them, that something about these people changed. */
export const announcePeople = (tx: Sql, userIds: readonly string[]): Promise<void> =>
  publish(
    tx,
    userIds.map((userId) => ({
      topic: 'people.changed',
      rooms: [roomOf.board(), roomOf.user(userId)],
      id: userId,
      version: 1,
      patch: { userId },
    })),
  );

export const announcePerson = (tx: Sql, userId: string): Promise<void> => announcePeople(tx, [userId]);

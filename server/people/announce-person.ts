import type { Sql } from '@/db/client';
import { roomOf } from '@/domain/live/rooms';
import { publish } from '../live/publish';

/** Tells the leaders' pages and the person's own that something about a person changed. */
export const announcePerson = (tx: Sql, userId: string): Promise<void> =>
  publish(tx, [
    {
      topic: 'people.changed',
      rooms: [roomOf.board(), roomOf.user(userId)],
      id: userId,
      version: 1,
      patch: { userId },
    },
  ]);

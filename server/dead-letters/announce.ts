import type { Sql } from '@/db/client';
import { roomOf } from '@/domain/live/rooms';
import { publish } from '../live/publish';

/** Tells the pages that show dead letters that some were put through again or settled. */
export const announceLetters = (tx: Sql, redriveId: string | null = null): Promise<void> =>
  publish(tx, [
    {
      ...{ topic: 'dead-letters.changed', rooms: [roomOf.board()], id: redriveId ?? 'all', version: 1 },
      patch: { redriveId },
    },
  ]);

import type { Sql } from '@/db/client';
import { roomOf } from '@/domain/live/rooms';
import { publish } from '../live/publish';

/** Tells the pages of whoever sets channels up that one, or a post of it, changed. */
export const announceChannel = (tx: Sql, channelId: string): Promise<void> =>
  publish(tx, [
    { topic: 'notice-channels.changed', rooms: [roomOf.board()], id: channelId, version: 1, patch: { channelId } },
  ]);

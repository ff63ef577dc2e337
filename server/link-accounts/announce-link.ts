import type { Sql } from '@/db/client';
import { roomOf } from '@/domain/live/rooms';
import { publish } from '../live/publish';

/** Tells the pages of whoever sets links up that one changed. */
export const announceLink = (tx: Sql, linkId: string): Promise<void> =>
  publish(tx, [{ topic: 'links.changed', rooms: [roomOf.board()], id: linkId, version: 1, patch: { linkId } }]);

import type { Sql } from '@/db/client';
import { roomOf } from '@/domain/live/rooms';
import { publish } from '../live/publish';

/** Tells every page that a hold was placed, changed, let something go or ended. */
export const announceHold = (tx: Sql, holdId: string): Promise<void> =>
  publish(tx, [{ topic: 'holds.changed', rooms: [roomOf.everyone()], id: holdId, version: 1, patch: { holdId } }]);

import type { Sql } from '@/db/client';
import { roomOf } from '@/domain/live/rooms';
import { publish } from '../live/publish';

/** Tells the pages of whoever sets WeCom up that an account changed. */
export const announceAccount = (tx: Sql, accountId: string): Promise<void> =>
  publish(tx, [{ topic: 'wecom.changed', rooms: [roomOf.board()], id: accountId, version: 1, patch: { accountId } }]);

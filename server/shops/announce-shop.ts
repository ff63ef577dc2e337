import type { Sql } from '@/db/client';
import { roomOf } from '@/domain/live/rooms';
import { publish } from '../live/publish';

/** Tells the pages of whoever sets shops up that one changed. */
export const announceShop = (tx: Sql, shopId: string): Promise<void> =>
  publish(tx, [{ topic: 'shops.changed', rooms: [roomOf.board()], id: shopId, version: 1, patch: { shopId } }]);

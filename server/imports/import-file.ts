import type { Sql } from '@/db/client';
import type { Instant } from '@/domain/clocks/instant';
import type { Platform } from '@/domain/order/platform';
import { assertCan } from '../can';
import type { Actor } from '../context';
import { notFound } from '../errors';

/** A file to import, whole, and the shop whose orders it lists. */
export interface ImportFile {
  readonly shopId: string;
  readonly fileName: string;
  readonly bytes: Buffer;
  /** When the file was exported, where the person knows; else the newest time in the file stands for it. */
  readonly exportedAt: Instant | null;
}

export interface ImportShop {
  readonly id: string;
  readonly platform: Platform;
  readonly groupId: string;
}

/** The shop of an import. Throws notFound for one that is unknown or switched off, and what `can` says of the actor. */
export async function loadShop(sql: Sql, actor: Actor, shopId: string): Promise<ImportShop> {
  const [shop] = await sql.query<ImportShop>(
    'select id, platform, group_id as "groupId" from shops where id = $1 and is_active',
    [shopId],
  );
  if (!shop) throw notFound('shop');
  if (actor.kind === 'user') assertCan(actor, 'imports.create', { groupId: shop.groupId }, 'shop');
  return shop;
}

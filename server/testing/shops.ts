import type { Sql } from '@/db/client';
import { aShop } from '@/db/testing/builders';
import { insertSecret } from '../shops/credentials';
import { TEST_KEYRING } from './acting';
import { TEST_SECRET } from './push';

/** Stores a shop of the generic channel whose pushes are signed with TEST_SECRET, or the given ones; the last is the newest. */
export async function aPushingShop(
  db: Sql,
  { secrets = [TEST_SECRET], ...values }: Parameters<typeof aShop>[1] & { readonly secrets?: readonly string[] } = {},
): Promise<{ shopId: string; groupId: string }> {
  const shop = await aShop(db, values);
  for (const text of secrets) await insertSecret(db, TEST_KEYRING, { shopId: shop.shopId, text, by: 'system' });
  return shop;
}

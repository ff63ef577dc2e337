import { readFileSync } from 'node:fs';
import { aGroup, aShop, aUser } from '@/db/testing/builders';
import { parseKeyring } from '@/server/privacy/keyring';
import { insertSecret } from '@/server/shops/credentials';
import { type House, keysIn } from '../house/house';
import type { Door } from '../sending/post';

const SHOP = 'chaos';

/** A shop whose pushes are signed with `secret`, an agent and a manager; resolves to where pushes go. */
export async function furnish(house: House, secret: string): Promise<Door> {
  const { db, door } = house;
  const keyring = parseKeyring(readFileSync(keysIn(house), 'utf8'));
  const groupId = await aGroup(db);
  await aShop(db, { id: SHOP, groupId, platform: 'generic' });
  await insertSecret(db, keyring, { shopId: SHOP, text: secret, by: 'system' });
  await aUser(db, { role: 'manager' });
  await aUser(db, { groupId, capacity: 100_000 });
  return { secret, url: () => new URL(`/hooks/generic/${SHOP}`, door.origin) };
}

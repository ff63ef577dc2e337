import { readFileSync } from 'node:fs';
import type { CleanUp } from '@/bench/clean-up';
import { aGroup, aShop, aUser } from '@/db/testing/builders';
import { parseKeyring } from '@/server/privacy/keyring';
import { changeCredentials, insertSecret } from '@/server/shops/credentials';
import { type House, keysIn } from '../house/house';
import { genericShop } from './generic-shop';
import type { Platform } from './platform';
import { pullingPlatforms } from './pulling-platforms';
import { pushingPlatforms } from './pushing-platforms';

export interface Shop extends Platform {
  readonly shopId: string;
}

/** Every kind of platform, each started by the address to which it pushes. */
const KINDS: readonly { readonly channel: string; readonly start: (pushUrl: () => string) => Promise<Platform> }[] = [
  { channel: 'generic', start: genericShop },
  ...pushingPlatforms,
  ...pullingPlatforms,
];

const idOf = (channel: string): string => `chaos-${channel}`;
/** The shops of a run, and whether each is told of by messages. */
export const SHOP_IDS: readonly string[] = KINDS.map(({ channel }) => idOf(channel));

/** A shop of every channel with its platform beside it, an agent and a manager. */
export async function openShops(house: House, cleanUp: CleanUp): Promise<Shop[]> {
  const { db, door } = house;
  const keyring = parseKeyring(readFileSync(keysIn(house), 'utf8'));
  const groupId = await aGroup(db);
  await aUser(db, { role: 'manager' });
  await aUser(db, { groupId, capacity: 100_000 });
  const shops: Shop[] = [];
  for (const { channel, start } of KINDS) {
    const shopId = idOf(channel);
    const platform = await start(() => `${door.origin}/hooks/${channel}/${shopId}`);
    cleanUp.add(platform.close);
    await db.tx(async (tx) => {
      await aShop(tx, { id: shopId, groupId, platform: channel, channel });
      await insertSecret(tx, keyring, { shopId, text: platform.secret, by: 'system' });
      await changeCredentials(tx, keyring, shopId, platform.credentials);
    });
    shops.push({ ...platform, shopId });
  }
  return shops;
}

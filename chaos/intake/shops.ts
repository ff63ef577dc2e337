import { readFileSync } from 'node:fs';
import type { CleanUp } from '@/bench/clean-up';
import { aGroup, aShop, aUser } from '@/db/testing/builders';
import type { Instant } from '@/domain/clocks/instant';
import { parseKeyring } from '@/server/privacy/keyring';
import { changeCredentials, insertSecret } from '@/server/shops/credentials';
import { type House, keysIn } from '../house/house';
import { genericShop } from './generic-shop';
import type { Step } from './orders';
import { pullingPlatforms } from './pulling-platforms';
import { pushingPlatforms } from './pushing-platforms';

/** What tells of one step of an order. */
export interface Telling {
  /** Under which the product keeps it. */
  readonly key: string;
  /** Sends it; resolves once the sender has done what it does. */
  send(): Promise<void>;
  /** Sends other words under the same id, and tells whether they were taken; null where messages have no id. */
  readonly contradict: (() => Promise<boolean>) | null;
}

/** A shop's platform beside the product. It lives on while the product is killed. */
export interface Platform {
  readonly channel: string;
  /** What signs. */
  readonly secret: string;
  /** What the shop enters. */
  readonly credentials: Readonly<Record<string, string>>;
  /** Its clock is so far behind: it lists nothing that is newer, and the run need not wait for it. */
  readonly behindMs: number;
  /** The order is so from now on, which the message tells of; null where nobody is told. */
  change(step: Step, at: Instant): Telling | null;
  isAcknowledged(key: string): boolean;
  /** Messages that the product has to take yet. */
  waiting(): number;
  /** Its orders' numbers and when each last changed; null where it keeps none. */
  orders(): readonly { readonly orderNo: string; readonly version: Instant }[] | null;
  /** Cuts what the product holds open. */
  cut(): void;
  /** Its tokens are over from now on. */
  expireTokens(): void;
  /** What it made of its messages, in a few words. */
  report(): string;
  close(): Promise<void>;
}

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

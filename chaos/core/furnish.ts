import { readFileSync } from 'node:fs';
import { until } from '@/bench/until';
import { aGroup, aShop, aUser } from '@/db/testing/builders';
import { parseKeyring } from '@/server/privacy/keyring';
import { insertSecret } from '@/server/shops/credentials';
import { type House, keysIn } from './house';
import type { Door } from './sender';

const SHOP = 'chaos';
export const SETTLE_LIMIT_MS = 90_000;

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

/** Waits until everything that was acknowledged is judged, and everybody told. */
export const settled = ({ db }: House): Promise<void> =>
  until('everything that was acknowledged is judged and told', SETTLE_LIMIT_MS, async () => {
    const [row] = await db.query<{ n: number }>(
      `select (select count(*)::int from inbox_keys where state = 0) + (select count(*)::int from outbox where state = 0) as n`,
    );
    return row?.n === 0;
  });

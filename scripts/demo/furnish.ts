import { randomBytes } from 'node:crypto';
import type { Database, Sql } from '@/db/client';
import type { UserActor } from '@/server/context';
import { createUser } from '@/server/people/create';
import { CATALOGUE } from '@/sim/shop/catalogue';
import { EAST, GROUPS, OPEN_KF_ID, PEOPLE, SHOPS, WECOM_ACCOUNT, WECOM_CORP } from './cast';

const SETUP = { kind: 'system', job: 'demo' } as const;

const aSecret = () => `whsec_${randomBytes(24).toString('base64')}`;
/** 43 characters that decode to 32 bytes, as WeCom hands them out. */
const anAesKey = () => randomBytes(32).toString('base64').replace('=', '');

async function addShops(tx: Sql): Promise<void> {
  for (const { id, name, region } of GROUPS)
    await tx.query('insert into groups (id, name, region) values ($1, $2, $3)', [id, name, region]);
  for (const { id, name, platform, groupId } of SHOPS)
    await tx.query(
      `insert into shops (id, name, platform, channel, group_id, secrets) values ($1, $2, $3, 'generic', $4, $5)`,
      [id, name, platform, groupId, [aSecret()]],
    );
  await tx.query(
    `insert into sku_prices (shop_id, sku, list_fen)
     select s, a.sku, a.fen from unnest($1::text[]) s, unnest($2::text[], $3::int[]) a (sku, fen)`,
    [SHOPS.map(({ id }) => id), CATALOGUE.map(({ sku }) => sku), CATALOGUE.map(({ listFen }) => listFen)],
  );
}

async function addWecom(tx: Sql): Promise<void> {
  await tx.query(
    `insert into wecom_accounts (id, corp_id, corp_secret, callback_token, encoding_aes_key, api_base, group_id)
     values ($1, $2, $3, $4, $5, 'http://127.0.0.1:1', $6)`,
    [
      WECOM_ACCOUNT,
      WECOM_CORP,
      randomBytes(24).toString('base64url'),
      randomBytes(12).toString('hex'),
      anAesKey(),
      EAST,
    ],
  );
  await tx.query('insert into wecom_kf_accounts (open_kfid, account_id, name) values ($1, $2, $3)', [
    OPEN_KF_ID,
    WECOM_ACCOUNT,
    '潮汐生活客服',
  ]);
}

/** Groups, shops with list prices, the WeCom account, and people, each with a password that is replaced at every start. */
export async function furnish(db: Database): Promise<readonly UserActor[]> {
  await db.tx(async (tx) => {
    await addShops(tx);
    await addWecom(tx);
  });
  return Promise.all(
    PEOPLE.map(async ({ username, name, role, groupId }) => {
      const { userId } = await createUser({ db, actor: SETUP }, { username, name, role, groupId });
      return { kind: 'user', userId, sessionId: 'demo', username, name, role, groupId, grants: [] } as const;
    }),
  );
}

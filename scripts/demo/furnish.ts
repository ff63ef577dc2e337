import { randomBytes } from 'node:crypto';
import type { Sql } from '@/db/client';
import type { UserActor } from '@/server/context';
import { sealAddress } from '@/server/notice-channels/address';
import { createUser } from '@/server/people/create';
import type { Keyring } from '@/server/privacy/keyring';
import type { SealedDb } from '@/server/privacy/sealed-db';
import { changeCredentials, insertSecret } from '@/server/shops/credentials';
import { sealWecomSecrets } from '@/server/wecom/secrets';
import { CATALOGUE } from '@/sim/shop/catalogue';
import {
  EAST,
  GROUPS,
  HINTED,
  HINTED_APPS,
  HINTED_SHOPS,
  NOTICE_CHANNEL,
  OPEN_KF_ID,
  PEOPLE,
  SHOPS,
  WECOM_ACCOUNT,
  WECOM_CORP,
} from './cast';

const SETUP = { kind: 'system', job: 'demo' } as const;

const aSecret = () => `whsec_${randomBytes(24).toString('base64')}`;
/** 43 characters that decode to 32 bytes, as WeCom hands them out. */
const anAesKey = () => randomBytes(32).toString('base64').replace('=', '');

async function addShops(tx: Sql, keyring: Keyring): Promise<void> {
  for (const { id, name, region } of GROUPS)
    await tx.query('insert into groups (id, name, region) values ($1, $2, $3)', [id, name, region]);
  for (const { id, name, platform, groupId, merges } of SHOPS) {
    await tx.query(
      `insert into shops (id, name, platform, channel, group_id, merge_mode, merge_wait_minutes)
       values ($1, $2, $3, 'generic', $4, $5, $6)`,
      [id, name, platform, groupId, merges?.mode ?? 'suggest', merges?.waitMinutes ?? 0],
    );
    await insertSecret(tx, keyring, { shopId: id, text: aSecret(), by: 'system' });
  }
  for (const kind of HINTED) {
    const { id: shopId, name, platform, groupId } = HINTED_SHOPS[kind];
    await tx.query('insert into shops (id, name, platform, channel, group_id) values ($1, $2, $3, $3, $4)', [
      shopId,
      name,
      platform,
      groupId,
    ]);
    await insertSecret(tx, keyring, { shopId, text: randomBytes(24).toString('hex'), by: 'system' });
    await changeCredentials(tx, keyring, shopId, HINTED_APPS[kind]);
  }
  await tx.query(
    `insert into sku_prices (shop_id, sku, list_fen)
     select s, a.sku, a.fen from unnest($1::text[]) s, unnest($2::text[], $3::int[]) a (sku, fen)`,
    [
      [...SHOPS, ...Object.values(HINTED_SHOPS)].map(({ id }) => id),
      CATALOGUE.map(({ sku }) => sku),
      CATALOGUE.map(({ listFen }) => listFen),
    ],
  );
}

async function addWecom(tx: Sql, keyring: Keyring): Promise<void> {
  const secrets = {
    corpSecret: randomBytes(24).toString('base64url'),
    callbackToken: randomBytes(12).toString('hex'),
    encodingAesKey: anAesKey(),
  };
  await tx.query(
    `insert into wecom_accounts (id, name, corp_id, secrets_sealed, api_base, group_id)
     values ($1, $2, $3, $4, 'http://127.0.0.1:1', $5)`,
    [WECOM_ACCOUNT, '潮汐生活', WECOM_CORP, sealWecomSecrets(keyring, WECOM_ACCOUNT, secrets), EAST],
  );
  await tx.query('insert into wecom_kf_accounts (open_kfid, account_id, name) values ($1, $2, $3)', [
    OPEN_KF_ID,
    WECOM_ACCOUNT,
    '潮汐生活客服',
  ]);
}

/** A group robot, added once the past is played, which it is not told of. Where it listens is told at every start. */
export async function addNoticeChannel({ db, keyring }: SealedDb): Promise<void> {
  const address = {
    url: 'http://127.0.0.1:1/robot/send?access_token=stand-in-token',
    secret: `SEC${randomBytes(16).toString('hex')}`,
  };
  await db.query(
    `insert into notice_channels (name, kind, address_sealed, host, events)
     values ($1, 'dingtalk-robot', $2, '127.0.0.1:1', '{hold,overdue,unclaimed}')`,
    [NOTICE_CHANNEL, sealAddress(keyring, address)],
  );
}

/** Groups, shops with list prices, the WeCom account, and people, each with a password that is replaced at every start. */
export async function furnish({ db, keyring }: SealedDb): Promise<readonly UserActor[]> {
  await db.tx(async (tx) => {
    await addShops(tx, keyring);
    await addWecom(tx, keyring);
  });
  return Promise.all(
    PEOPLE.map(async ({ username, name, role, groupId }) => {
      const { userId } = await createUser({ db, actor: SETUP }, { username, name, role, groupId });
      return { kind: 'user', userId, sessionId: 'demo', username, name, role, groupId, grants: [] } as const;
    }),
  );
}

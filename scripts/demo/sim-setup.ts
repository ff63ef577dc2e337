import { openAddress, sealAddress } from '@/server/notice-channels/address';
import type { SealedDb } from '@/server/privacy/sealed-db';
import { changeCredentials, newestSecret, openSecret } from '@/server/shops/credentials';
import { openWecomSecrets } from '@/server/wecom/secrets';
import type { SimPlatforms, SimRobots, SimShop, SimWecom } from '@/sim/options';
import type { SimOutside } from '@/sim/outside/setup';
import { type HINTED, HINTED_APPS, HINTED_SHOPS, NOTICE_CHANNEL, OPEN_KF_ID, SHOPS, WECOM_ACCOUNT } from './cast';
import { freePort } from './free-port';
import { outsideSetup } from './links';

/** What the simulator reads with --setup. */
export interface SimSetup extends SimPlatforms, SimOutside {
  readonly shops: readonly SimShop[];
  readonly wecom: SimWecom;
  /** null: the demo's notice channel was removed. */
  readonly robots: SimRobots | null;
}

/** Of the buyers of shops that merge, those who order twice: a suggestion is to be seen at nearly any time. */
const TWICE_SHARE = 0.15;

type Hinted = (typeof HINTED)[number];

/** A platform's stand-in on its own port; null: its shop was removed. */
interface HintedSetup {
  readonly port: number;
  readonly shopId: string;
  readonly appSecret: string;
}

/**
 * Gives the stand-in of a platform a port and tells the product; a new one knows no token of the one before, and is not asked
 * before it is there.
 */
async function hintedSetup({ db, keyring }: SealedDb, kind: Hinted): Promise<HintedSetup | null> {
  const port = await freePort();
  const { id: shopId } = HINTED_SHOPS[kind];
  const appSecret = await newestSecret(db, keyring, shopId);
  if (appSecret === null) return null;
  const base = `http://127.0.0.1:${port}`;
  const app: Readonly<Record<string, string>> = HINTED_APPS[kind];
  const others: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    jd: { oauthBase: `${base}/oauth2` },
    pinduoduo: { messageBase: base.replace('http', 'ws') },
  };
  await db.tx((tx) => changeCredentials(tx, keyring, shopId, { apiBase: base, ...others[kind], ...app }));
  await db.query('delete from channel_tokens where shop_id = $1', [shopId]);
  for (const table of ['channel_polls', 'channel_pulls'])
    await db.query(
      `insert into ${table} (shop_id, due_at) values ($1, now() + interval '1 minute')
       on conflict (shop_id) do update set due_at = excluded.due_at, failures = 0, last_error = null`,
      [shopId],
    );
  await db.query('update channel_pulls set subscribed_at = null where shop_id = $1', [shopId]);
  return { port, shopId, appSecret };
}

async function hintedSetups(sealed: SealedDb): Promise<SimPlatforms> {
  const doudian = await hintedSetup(sealed, 'doudian');
  const taobao = await hintedSetup(sealed, 'taobao');
  const jd = await hintedSetup(sealed, 'jd');
  const pinduoduo = await hintedSetup(sealed, 'pinduoduo');
  const wechat = await hintedSetup(sealed, 'wechat');
  return {
    pinduoduo: pinduoduo && { ...pinduoduo, ...HINTED_APPS.pinduoduo },
    wechat: wechat && { ...wechat, ...HINTED_APPS.wechat, token: wechat.appSecret },
    doudian: doudian && { ...doudian, ...HINTED_APPS.doudian },
    taobao: taobao && { ...taobao, ...HINTED_APPS.taobao },
    jd: jd && { ...jd, ...HINTED_APPS.jd },
  };
}

/** Gives the stand-in of the group robot a port and tells the product. */
async function robotSetup({ db, keyring }: SealedDb): Promise<SimRobots | null> {
  const [channel] = await db.query<{ id: string; sealed: Buffer }>(
    `select id, address_sealed as sealed from notice_channels where name = $1 and kind = 'dingtalk-robot' limit 1`,
    [NOTICE_CHANNEL],
  );
  if (!channel) return null;
  const { secret } = openAddress(keyring, channel.sealed);
  const port = await freePort();
  const host = `127.0.0.1:${port}`;
  const address = { url: `http://${host}/robot/send?access_token=stand-in-token`, secret };
  await db.query('update notice_channels set address_sealed = $2, host = $3 where id = $1', [
    channel.id,
    sealAddress(keyring, address),
    host,
  ]);
  return { port, dingtalkSecret: secret ?? '' };
}

/**
 * Gives the WeCom stand-in of this start a port and tells the product; a new stand-in begins a new log, so messages are
 * pulled from its beginning, and not before it is there. Returns what the simulator must know to speak as the shops and as WeCom.
 */
export async function simSetup({ db, keyring }: SealedDb): Promise<SimSetup> {
  const port = await freePort();
  const [account] = await db.query<{ corpId: string; sealed: Buffer }>(
    `update wecom_accounts set api_base = $2 where id = $1
     returning corp_id as "corpId", secrets_sealed as sealed`,
    [WECOM_ACCOUNT, `http://127.0.0.1:${port}`],
  );
  if (account === undefined) throw new Error("the demo's WeCom account is gone: remove the demo's data folder");
  const [kf] = await db.query<{ groupId: string }>(
    `update wecom_kf_accounts k set sync_cursor = '', sync_token = null, sync_due_at = now() + interval '1 minute', sync_failures = 0,
       sync_error = null from wecom_accounts a where k.open_kfid = $1 and a.id = k.account_id
     returning a.group_id as "groupId"`,
    [OPEN_KF_ID],
  );
  const rows = await db.query<{ id: string; sealed: Buffer }>(
    `select distinct on (array_position($1::text[], shop_id)) shop_id as id, sealed from shop_secrets
     where shop_id = any($1::text[]) and retired_at is null order by array_position($1::text[], shop_id), id desc`,
    [SHOPS.map(({ id }) => id)],
  );
  const shops = rows.map(({ id, sealed }): SimShop => {
    const isMerging = SHOPS.some((shop) => shop.id === id && shop.merges !== undefined);
    return { id, secret: openSecret(keyring, id, sealed), twiceShare: isMerging ? TWICE_SHARE : 0 };
  });
  const shopIds = SHOPS.filter(({ groupId }) => groupId === kf?.groupId).map(({ id }) => id);
  const {
    corpSecret: secret,
    callbackToken: token,
    encodingAesKey: aesKey,
  } = openWecomSecrets(keyring, WECOM_ACCOUNT, account.sealed);
  const { corpId } = account;
  const app = { accountId: WECOM_ACCOUNT, corpId, secret, token, aesKey };
  return {
    shops,
    wecom: { ...app, port, openKfId: OPEN_KF_ID, shopIds },
    ...(await hintedSetups({ db, keyring })),
    ...(await outsideSetup({ db, keyring })),
    robots: await robotSetup({ db, keyring }),
  };
}

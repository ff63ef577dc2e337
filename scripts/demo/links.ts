import { generateKeyPairSync, randomBytes } from 'node:crypto';
import type { Sql } from '@/db/client';
import { serveShops } from '@/server/link-accounts/link-fields';
import { checkedValues, openLinkValues, sealLinkSecrets, splitValues } from '@/server/link-accounts/values';
import type { LinkKind, LinkValues } from '@/server/links/link';
import { LINKS } from '@/server/links/links';
import type { SealedDb } from '@/server/privacy/sealed-db';
import type { SimKuaidi100, SimOutside, SimQimen, SimWechatPay } from '@/sim/outside/setup';
import { SHOPS } from './cast';
import { freePort } from './free-port';

const shopIds = SHOPS.map(({ id }) => id);
/** Only the shop of one's own is paid by way of one's own merchant account. */
const OWN_SHOP = 'demo-mall';
const OF_THIS_MACHINE = { isLoopbackAllowed: true };

const QIMEN: LinkValues = {
  ...{ url: 'http://127.0.0.1:1/router/qimen/service', appKey: '71000010', customerId: 'tidewatch-demo' },
  ...{ warehouseCode: 'HZ01', ownerCode: 'TIDE', orderType: 'JYCK', logisticsCode: 'OTHER', acceptMinutes: '2' },
  ...{ senderName: '潮汐生活', senderPhone: '0571-80000000', senderProvince: '浙江省', senderCity: '杭州市' },
  ...{ senderDistrict: '余杭区', senderAddress: '潮汐产业园一号仓' },
};
const NEW_KEYS = { merchantId: '1900071000', publicKeyId: 'PUB_KEY_ID_DEMO' };

const keyPair = () =>
  generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });

/** The links of the demo: what a person enters for each, and the shops that it serves. */
const LINKS_OF_DEMO: readonly {
  readonly id: string;
  readonly kind: LinkKind;
  readonly name: string;
  readonly serves: readonly string[];
  readonly values: () => LinkValues;
}[] = [
  {
    ...{ id: 'qimen-demo', kind: 'qimen', name: '杭州一号仓', serves: shopIds },
    values: () => ({ ...QIMEN, appSecret: randomBytes(16).toString('hex') }),
  },
  {
    ...{ id: 'kuaidi100-demo', kind: 'kuaidi100', name: '快递 100', serves: shopIds },
    values: () => ({
      ...{ apiBase: 'http://127.0.0.1:1', customer: randomBytes(16).toString('hex').toUpperCase() },
      ...{ key: randomBytes(8).toString('hex'), salt: randomBytes(8).toString('hex') },
    }),
  },
  {
    ...{ id: 'wechat-pay-demo', kind: 'wechat-pay', name: '微信支付 自营商城', serves: [OWN_SHOP] },
    values: () => ({ ...NEW_KEYS, publicKey: keyPair().publicKey, apiV3Key: randomBytes(16).toString('hex') }),
  },
];

async function storeValues({ db, keyring }: SealedDb<Sql>, linkId: string, kind: LinkKind, given: LinkValues) {
  const link = LINKS[kind];
  const { settings, secrets } = splitValues(link, checkedValues(link, given, {}, OF_THIS_MACHINE));
  await db.query('update links set settings = $2, secrets_sealed = $3 where id = $1', [
    ...[linkId, JSON.stringify(settings), sealLinkSecrets(keyring, linkId, secrets)],
  ]);
}

/** Warehouse, couriers and payment service, added once the past is played; they follow what is still under way of it. */
export async function addLinks({ db, keyring }: SealedDb): Promise<void> {
  await db.tx(async (tx) => {
    for (const { id, kind, name, serves, values } of LINKS_OF_DEMO) {
      const sealed = sealLinkSecrets(keyring, id, {});
      await tx.query(
        `insert into links (id, kind, name, settings, secrets_sealed, is_active, older_after, gives_older)
         values ($1, $2, $3, '{}', $4, true, 0, true)`,
        [id, kind, name, sealed],
      );
      await storeValues({ db: tx, keyring }, id, kind, values());
      await serveShops(tx, id, kind, serves);
    }
  });
}

/** What is stored of a link of the demo, with other values put in; null: the link was removed. */
async function changed({ db, keyring }: SealedDb, linkId: string, over: LinkValues): Promise<LinkValues | null> {
  const [link] = await db.query<{ kind: LinkKind; settings: LinkValues; sealed: Buffer }>(
    'select kind, settings, secrets_sealed as sealed from links where id = $1',
    [linkId],
  );
  if (!link) return null;
  const values = { ...openLinkValues(keyring, linkId, link.settings, link.sealed), ...over };
  await storeValues({ db, keyring }, linkId, link.kind, values);
  return values;
}

async function servedBy({ db }: SealedDb, linkId: string): Promise<readonly string[]> {
  const rows = await db.query<{ id: string }>('select shop_id as id from link_shops where link_id = $1 order by 1', [
    linkId,
  ]);
  return rows.map(({ id }) => id);
}

async function qimenSetup(sealed: SealedDb): Promise<SimQimen | null> {
  const linkId = 'qimen-demo';
  const port = await freePort();
  const values = await changed(sealed, linkId, { url: `http://127.0.0.1:${port}/router/qimen/service` });
  if (values === null) return null;
  const { appKey = '', appSecret = '', customerId = '', warehouseCode = '' } = values;
  return { linkId, shopIds: await servedBy(sealed, linkId), port, appKey, appSecret, customerId, warehouseCode };
}

async function kuaidi100Setup(sealed: SealedDb): Promise<SimKuaidi100 | null> {
  const linkId = 'kuaidi100-demo';
  const port = await freePort();
  const values = await changed(sealed, linkId, { apiBase: `http://127.0.0.1:${port}` });
  if (values === null) return null;
  const { key = '', customer = '', salt = '' } = values;
  return { linkId, shopIds: await servedBy(sealed, linkId), port, key, customer, salt };
}

async function wechatPaySetup(sealed: SealedDb): Promise<SimWechatPay | null> {
  const linkId = 'wechat-pay-demo';
  const { publicKey, privateKey } = keyPair();
  const values = await changed(sealed, linkId, { publicKey });
  if (values === null) return null;
  const { merchantId = '', publicKeyId = '', apiV3Key = '' } = values;
  return { linkId, shopIds: await servedBy(sealed, linkId), merchantId, publicKeyId, privateKey, apiV3Key };
}

/** Gives the stand-ins of this start their ports and keys, and tells the product. */
export async function outsideSetup(sealed: SealedDb): Promise<SimOutside> {
  return {
    qimen: await qimenSetup(sealed),
    kuaidi100: await kuaidi100Setup(sealed),
    wechatPay: await wechatPaySetup(sealed),
  };
}

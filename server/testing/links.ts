import type { Database } from '@/db/client';
import { unique } from '@/db/testing/builders';
import { sealLinkSecrets, splitValues } from '../link-accounts/values';
import type { LinkKind, LinkValues } from '../links/link';
import { LINKS } from '../links/links';
import { TEST_KEYRING } from './acting';

/** Valid values of every kind of link, to be told apart by nothing. */
export const TEST_LINK_VALUES: Readonly<Record<LinkKind, LinkValues>> = {
  qimen: {
    ...{ url: 'http://127.0.0.1:9/router', appKey: '12345678', appSecret: 'qimen-secret-001', customerId: 'c1' },
    ...{ warehouseCode: 'HZ01', ownerCode: 'TIDE', orderType: 'JYCK', logisticsCode: 'SF', acceptMinutes: '10' },
    ...{ senderName: '观潮仓', senderPhone: '13900000000', senderProvince: '浙江省', senderCity: '杭州市' },
    ...{ senderDistrict: '滨江区', senderAddress: '江陵路88号', secondAppSecret: '' },
  },
  kuaidi100: {
    apiBase: 'http://127.0.0.1:9',
    customer: 'CUSTOMER1',
    key: 'akey1',
    salt: 'asalt',
    secondSalt: '',
    senderPhone: '',
  },
  'wechat-pay': {
    ...{ merchantId: '1900000109', publicKeyId: 'PUB_KEY_ID_1', publicKey: '', apiV3Key: 'x'.repeat(32) },
    ...{ secondKeyId: '', secondKey: '', secondApiV3Key: '' },
  },
};

/** Stores a link that serves these shops; returns its id. */
export async function aLink(
  db: Database,
  kind: LinkKind,
  shopIds: readonly string[],
  values: LinkValues = {},
): Promise<string> {
  const linkId = unique(kind);
  const { settings, secrets } = splitValues(LINKS[kind], { ...TEST_LINK_VALUES[kind], ...values });
  await db.query('insert into links (id, kind, name, settings, secrets_sealed) values ($1, $2, $1, $3, $4)', [
    linkId,
    kind,
    JSON.stringify(settings),
    sealLinkSecrets(TEST_KEYRING, linkId, secrets),
  ]);
  for (const shopId of shopIds)
    await db.query('insert into link_shops (kind, shop_id, link_id) values ($1, $2, $3)', [kind, shopId, linkId]);
  return linkId;
}

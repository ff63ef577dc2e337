'use client';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import type { CreatedShop } from '@/server/shops/create';
import type { ShopOverview } from '@/server/shops/list';
import { ListSection } from '../../_parts/list-section';
import { SecretOnce } from '../../_parts/secret-once';
import { useShops } from '../_hooks/use-shops';
import { useShopColumns } from './shop-columns';
import { ShopForm } from './shop-form';
import { ShopPanel } from './shop-panel';

/** The shops whose orders come in: where they push to, with which secrets, and whether it works. */
export function Shops() {
  const t = useTranslations('settings');
  const shops = useShops();
  const columns = useShopColumns();
  const [created, setCreated] = useState<CreatedShop | null>(null);
  return (
    <ListSection
      section="shops"
      param="shop"
      list={shops}
      rowsOf={(overview: ShopOverview) => overview.shops}
      keyOf={({ shopId }) => shopId}
      columns={columns}
      panel={(shop, { channels, origin }, close) => (
        <ShopPanel shop={shop} channels={channels} origin={origin} onClose={close} />
      )}
      form={({ channels }, done, close) => (
        <ShopForm
          shop={null}
          channels={channels}
          onDone={(shop) => {
            setCreated(shop);
            done(shop.shopId);
          }}
          onClose={close}
        />
      )}
    >
      {created?.secret && (
        <SecretOnce
          title={t('shops.secretTitle')}
          text={t('shops.secretText')}
          values={[{ label: t('shops.signingSecret'), value: created.secret }]}
          onClose={() => setCreated(null)}
        />
      )}
    </ListSection>
  );
}

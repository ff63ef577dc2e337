'use client';
import { useTranslations } from 'next-intl';
import { parseAsString, useQueryState } from 'nuqs';
import { useCallback, useState } from 'react';
import type { CreatedShop } from '@/server/shops/create';
import type { ShopOverview } from '@/server/shops/list';
import { Button } from '@/ui/button';
import { EmptyState } from '@/ui/empty-state';
import { VirtualTable } from '@/ui/virtual-table';
import { AddButton } from '../../_parts/add-button';
import { ListBody } from '../../_parts/list-body';
import { SecretOnce } from '../../_parts/secret-once';
import { SectionPage } from '../../_parts/section-page';
import { useShops } from '../_hooks/use-shops';
import { useShopColumns } from './shop-columns';
import { ShopForm } from './shop-form';
import { ShopPanel } from './shop-panel';

function ShopsAndPanel({ overview, add }: { overview: ShopOverview; add: () => void }) {
  const t = useTranslations('settings');
  const columns = useShopColumns();
  const [shopId, setShopId] = useQueryState('shop', parseAsString);
  const chosen = overview.shops.find((shop) => shop.shopId === shopId);
  if (overview.shops.length === 0)
    return (
      <EmptyState title={t('shops.none')} hint={t('shops.noneHint')}>
        <Button variant="primary" onClick={add}>
          {t('shops.add')}
        </Button>
      </EmptyState>
    );
  return (
    <div className="flex min-h-0 flex-1">
      <div className="flex min-h-0 min-w-0 flex-1 flex-col">
        <VirtualTable
          label={t('sections.shops')}
          columns={columns}
          rows={overview.shops}
          total={overview.shops.length}
          keyOf={(shop) => shop.shopId}
          selectedKey={shopId}
          onOpen={(shop) => void setShopId(shop.shopId)}
          rowHeight={40}
        />
      </div>
      {chosen && (
        <ShopPanel
          key={chosen.shopId}
          shop={chosen}
          channels={overview.channels}
          origin={overview.origin}
          onClose={() => void setShopId(null)}
        />
      )}
    </div>
  );
}

/** The shops whose orders come in: where they push to, with which secrets, and whether it works. */
export function Shops() {
  const t = useTranslations('settings');
  const shops = useShops();
  const [isAdding, setIsAdding] = useState(false);
  const [created, setCreated] = useState<CreatedShop | null>(null);
  const [, setShopId] = useQueryState('shop', parseAsString);
  const add = useCallback(() => setIsAdding(true), []);
  const rows = shops.data ? [shops.data] : undefined;
  const finish = (shop: CreatedShop) => {
    setIsAdding(false);
    setCreated(shop);
    void setShopId(shop.shopId);
  };
  return (
    <SectionPage
      title={t('sections.shops')}
      hint={t('shops.hint')}
      actions={<AddButton id="shops.add" title={t('shops.add')} section={t('sections.shops')} onAdd={add} />}
    >
      <ListBody list={{ data: rows, error: shops.error, refetch: shops.refetch }}>
        {([overview]) => overview && <ShopsAndPanel overview={overview} add={add} />}
      </ListBody>
      {isAdding && shops.data && (
        <ShopForm shop={null} channels={shops.data.channels} onDone={finish} onClose={() => setIsAdding(false)} />
      )}
      {created?.secret && (
        <SecretOnce
          title={t('shops.secretTitle')}
          text={t('shops.secretText')}
          values={[{ label: t('shops.signingSecret'), value: created.secret }]}
          onClose={() => setCreated(null)}
        />
      )}
    </SectionPage>
  );
}

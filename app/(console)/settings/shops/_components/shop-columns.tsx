'use client';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import type { ShopRow } from '@/server/shops/list';
import { Chip } from '@/ui/chip';
import type { TableColumn } from '@/ui/virtual-table';
import { Ago } from '../../_parts/ago';

/** Open, closed, or waiting for a secret. */
export function ShopState({ shop }: { shop: ShopRow }) {
  const t = useTranslations('settings.shops');
  if (!shop.isActive) return <Chip>{t('inactive')}</Chip>;
  if (shop.needsSecret) return <Chip tone="amber">{t('needsSecret')}</Chip>;
  return <Chip tone="green">{t('active')}</Chip>;
}

/** The columns of the list of shops. */
export function useShopColumns(): readonly TableColumn<ShopRow>[] {
  const t = useTranslations('settings.shops');
  const terms = useTranslations('terms');
  return useMemo(
    () => [
      {
        id: 'name',
        width: 140,
        header: t('name'),
        cell: (shop) => (
          <Link href={`/settings/shops?shop=${shop.shopId}`} className="font-semibold text-tide">
            {shop.name}
          </Link>
        ),
      },
      { id: 'state', width: 90, header: t('state'), cell: (shop) => <ShopState shop={shop} /> },
      { id: 'platform', width: 90, header: t('platform'), cell: (shop) => terms(`platform.${shop.platform}`) },
      { id: 'channel', width: 110, isSpare: true, header: t('channel'), cell: (shop) => t(`channels.${shop.channel}`) },
      { id: 'group', width: 90, isSpare: true, header: t('group'), cell: (shop) => shop.groupName },
      {
        id: 'last',
        width: 95,
        isSpare: true,
        header: t('lastEvent'),
        cell: (shop) => <Ago at={shop.lastEventAt} never={t('never')} />,
      },
      {
        id: 'today',
        width: 80,
        isSpare: true,
        isNumber: true,
        header: t('ordersToday'),
        cell: (shop) => shop.ordersToday.toLocaleString('en'),
      },
    ],
    [t, terms],
  );
}

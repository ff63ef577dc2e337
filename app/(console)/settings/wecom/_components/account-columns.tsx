'use client';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import type { WecomRow } from '@/server/wecom/list';
import { Chip } from '@/ui/chip';
import type { TableColumn } from '@/ui/virtual-table';
import { Ago } from '../../_parts/ago';

/** Whether WeCom has checked the callback address, and whether pulling goes well. */
export function AccountState({ account }: { account: WecomRow }) {
  const t = useTranslations('settings.wecom');
  if (account.kf.some(({ isServed, syncFailures }) => isServed && syncFailures > 0))
    return <Chip tone="red">{t('pullFails')}</Chip>;
  if (account.verifiedAt === null && account.eventAt === null) return <Chip tone="amber">{t('notVerified')}</Chip>;
  return <Chip tone="green">{t('verified')}</Chip>;
}

/** The columns of the list of WeCom accounts. */
export function useAccountColumns(): readonly TableColumn<WecomRow>[] {
  const t = useTranslations('settings.wecom');
  return useMemo(
    () => [
      {
        id: 'name',
        width: 140,
        header: t('name'),
        cell: (account) => (
          <Link href={`/settings/wecom?account=${account.accountId}`} className="font-semibold text-tide">
            {account.name}
          </Link>
        ),
      },
      { id: 'state', width: 110, header: t('state'), cell: (account) => <AccountState account={account} /> },
      { id: 'corp', width: 150, isSpare: true, header: t('corpId'), cell: (account) => account.corpId },
      { id: 'group', width: 90, isSpare: true, header: t('group'), cell: (account) => account.groupName },
      {
        id: 'kf',
        width: 80,
        isNumber: true,
        header: t('served'),
        cell: ({ kf }) => kf.filter(({ isServed }) => isServed).length,
      },
      {
        id: 'event',
        width: 100,
        header: t('lastEvent'),
        cell: (account) => <Ago at={account.eventAt} never={t('never')} />,
      },
    ],
    [t],
  );
}

'use client';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import type { LinkRow, LinksOverview } from '@/server/link-accounts/list';
import { Chip } from '@/ui/chip';
import type { TableColumn } from '@/ui/virtual-table';
import { Ago } from '../../_parts/ago';
import { ListSection } from '../../_parts/list-section';
import { useLinks } from '../_hooks/use-links';
import { LinkForm } from './link-form';
import { LinkPanel } from './link-panel';

/** Whether a link is on, is heard, and can be read. */
function LinkState({ link }: { link: LinkRow }) {
  const t = useTranslations('settings.links');
  if (!link.isActive) return <Chip>{t('off')}</Chip>;
  if (link.aside > 0) return <Chip tone="red">{t('asideCount', { count: link.aside })}</Chip>;
  if (link.refusedAt !== null && link.refusedAt > (link.heardAt ?? 0)) return <Chip tone="amber">{t('refuses')}</Chip>;
  return link.heardAt === null ? <Chip>{t('silent')}</Chip> : <Chip tone="green">{t('heard')}</Chip>;
}

function useLinkColumns(): readonly TableColumn<LinkRow>[] {
  const t = useTranslations('settings.links');
  return useMemo(
    () => [
      {
        ...{ id: 'name', width: 160, header: t('name') },
        cell: (link) => (
          <Link href={`/settings/links?link=${link.linkId}`} className="font-semibold text-tide">
            {link.name}
          </Link>
        ),
      },
      { id: 'kind', width: 160, header: t('kind'), cell: (link) => t(`kind_${link.kind}`) },
      { id: 'state', width: 120, header: t('state'), cell: (link) => <LinkState link={link} /> },
      {
        id: 'shops',
        width: 80,
        isSpare: true,
        isNumber: true,
        header: t('shops'),
        cell: (link) => link.shopIds.length,
      },
      { id: 'heard', width: 110, header: t('heardAt'), cell: (link) => <Ago at={link.heardAt} never={t('never')} /> },
    ],
    [t],
  );
}

/** The warehouses, courier traces and payment services that tell facts of orders. */
export function Links() {
  const list = useLinks();
  const columns = useLinkColumns();
  return (
    <ListSection
      section="links"
      param="link"
      list={list}
      rowsOf={({ links }: LinksOverview) => links}
      keyOf={({ linkId }) => linkId}
      columns={columns}
      panel={(link, overview, close) => <LinkPanel link={link} overview={overview} onClose={close} />}
      form={(overview, done, close) => <LinkForm link={null} overview={overview} onDone={done} onClose={close} />}
    />
  );
}

'use client';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { parseAsString, useQueryState } from 'nuqs';
import { useCallback, useMemo, useState } from 'react';
import type { LinkRow, LinksOverview } from '@/server/link-accounts/list';
import { Button } from '@/ui/button';
import { Chip } from '@/ui/chip';
import { EmptyState } from '@/ui/empty-state';
import { type TableColumn, VirtualTable } from '@/ui/virtual-table';
import { AddButton } from '../../_parts/add-button';
import { Ago } from '../../_parts/ago';
import { ListBody } from '../../_parts/list-body';
import { SectionPage } from '../../_parts/section-page';
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
      { id: 'shops', width: 80, isNumber: true, header: t('shops'), cell: (link) => link.shopIds.length },
      { id: 'heard', width: 110, header: t('heardAt'), cell: (link) => <Ago at={link.heardAt} never={t('never')} /> },
    ],
    [t],
  );
}

function ListAndPanel({ overview, add }: { overview: LinksOverview; add: () => void }) {
  const t = useTranslations('settings');
  const columns = useLinkColumns();
  const [linkId, setLinkId] = useQueryState('link', parseAsString);
  const chosen = overview.links.find((link) => link.linkId === linkId);
  if (overview.links.length === 0)
    return (
      <EmptyState title={t('links.none')} hint={t('links.noneHint')}>
        <Button variant="primary" onClick={add}>
          {t('links.add')}
        </Button>
      </EmptyState>
    );
  return (
    <div className="flex min-h-0 flex-1">
      <div className="flex min-h-0 min-w-0 flex-1 flex-col">
        <VirtualTable
          label={t('sections.links')}
          columns={columns}
          rows={overview.links}
          total={overview.links.length}
          keyOf={(link) => link.linkId}
          selectedKey={linkId}
          onOpen={(link) => void setLinkId(link.linkId)}
          rowHeight={40}
        />
      </div>
      {chosen && (
        <LinkPanel key={chosen.linkId} link={chosen} overview={overview} onClose={() => void setLinkId(null)} />
      )}
    </div>
  );
}

/** The warehouses, courier traces and payment services that tell facts of orders. */
export function Links() {
  const t = useTranslations('settings');
  const list = useLinks();
  const [isAdding, setIsAdding] = useState(false);
  const [, setLinkId] = useQueryState('link', parseAsString);
  const add = useCallback(() => setIsAdding(true), []);
  const finish = (linkId: string | null) => {
    setIsAdding(false);
    if (linkId) void setLinkId(linkId);
  };
  return (
    <SectionPage
      title={t('sections.links')}
      hint={t('links.hint')}
      actions={<AddButton id="links.add" title={t('links.add')} section={t('sections.links')} onAdd={add} />}
    >
      <ListBody list={{ data: list.data ? [list.data] : undefined, error: list.error, refetch: list.refetch }}>
        {([overview]) =>
          overview && (
            <>
              <ListAndPanel overview={overview} add={add} />
              {isAdding && (
                <LinkForm link={null} overview={overview} onDone={finish} onClose={() => setIsAdding(false)} />
              )}
            </>
          )
        }
      </ListBody>
    </SectionPage>
  );
}

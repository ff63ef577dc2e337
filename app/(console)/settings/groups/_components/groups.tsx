'use client';
import { useTranslations } from 'next-intl';
import { parseAsString, useQueryState } from 'nuqs';
import { useCallback, useState } from 'react';
import { useMay } from '@/app/_client/me';
import type { GroupOverview } from '@/server/groups/overview';
import { Button } from '@/ui/button';
import { EmptyState } from '@/ui/empty-state';
import { TextField } from '@/ui/text-field';
import { VirtualTable } from '@/ui/virtual-table';
import { AddButton } from '../../_parts/add-button';
import { ListBody } from '../../_parts/list-body';
import { SectionPage } from '../../_parts/section-page';
import { useGroups } from '../_hooks/use-groups';
import { type GroupAction, useGroupColumns } from './group-columns';
import { GroupForm } from './group-form';
import { RemoveGroup } from './remove-group';

type OpenDialog = { readonly action: 'add' } | { readonly action: GroupAction; readonly group: GroupOverview } | null;

function OneDialog({ open, onClose }: { open: OpenDialog; onClose: () => void }) {
  switch (open?.action) {
    case undefined:
      return null;
    case 'add':
      return <GroupForm group={null} onClose={onClose} />;
    case 'edit':
      return <GroupForm group={open.group} onClose={onClose} />;
    case 'remove':
      return <RemoveGroup group={open.group} onClose={onClose} />;
  }
}

interface RowsProps {
  readonly rows: readonly GroupOverview[];
  readonly onAct: ((action: GroupAction, group: GroupOverview) => void) | null;
}

function Rows({ rows, onAct }: RowsProps) {
  const t = useTranslations('settings');
  const columns = useGroupColumns(onAct);
  const [q, setQ] = useQueryState('q', parseAsString.withDefault(''));
  const text = q.trim().toLowerCase();
  const found = rows.filter(({ name, region }) => `${name} ${region ?? ''}`.toLowerCase().includes(text));
  return (
    <>
      <search className="border-b border-line bg-surface px-4 py-2">
        <TextField
          type="search"
          label={t('groups.search')}
          isLabelHidden
          placeholder={t('groups.search')}
          className="w-64"
          value={q}
          onChange={(event) => void setQ(event.target.value === '' ? null : event.target.value)}
        />
      </search>
      {found.length === 0 ? (
        <EmptyState title={t('groups.noneFound')}>
          <Button onClick={() => void setQ(null)}>{t('groups.clear')}</Button>
        </EmptyState>
      ) : (
        <div className="flex min-h-0 flex-1 flex-col bg-surface">
          <VirtualTable
            label={t('sections.groups')}
            columns={columns}
            rows={found}
            total={found.length}
            keyOf={(group) => group.groupId}
            selectedKey={null}
            onOpen={onAct ? (group) => onAct('edit', group) : undefined}
            rowHeight={40}
          />
        </div>
      )}
    </>
  );
}

/** Teams, stores or regions: every shop and every agent belongs to one. Managers read; admins change. */
export function Groups() {
  const t = useTranslations('settings');
  const mayChange = useMay('groups.create');
  const groups = useGroups();
  const [open, setOpen] = useState<OpenDialog>(null);
  const add = useCallback(() => setOpen({ action: 'add' }), []);
  const act = useCallback((action: GroupAction, group: GroupOverview) => setOpen({ action, group }), []);
  const addButton = mayChange && (
    <AddButton id="groups.add" title={t('groups.add')} section={t('sections.groups')} onAdd={add} />
  );
  return (
    <SectionPage title={t('sections.groups')} hint={t('groups.hint')} actions={addButton}>
      <ListBody list={groups}>
        {(rows) =>
          rows.length === 0 ? (
            <EmptyState title={t('groups.none')} hint={t(mayChange ? 'groups.noneHint' : 'groups.noneHintReader')}>
              {mayChange && (
                <Button variant="primary" onClick={add}>
                  {t('groups.add')}
                </Button>
              )}
            </EmptyState>
          ) : (
            <Rows rows={rows} onAct={mayChange ? act : null} />
          )
        }
      </ListBody>
      <OneDialog open={open} onClose={() => setOpen(null)} />
    </SectionPage>
  );
}

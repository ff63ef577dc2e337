'use client';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { ExportMenu } from '@/app/_client/export-menu';
import type { AuditRow } from '@/server/audit/list';
import { Button } from '@/ui/button';
import { EmptyState } from '@/ui/empty-state';
import { VirtualTable } from '@/ui/virtual-table';
import { ListBody } from '../../_parts/list-body';
import { SectionPage } from '../../_parts/section-page';
import { filterOf, useAuditParams } from '../_hooks/audit-params';
import { useAudit, useAuditState } from '../_hooks/use-audit';
import { useAuditColumns } from './audit-columns';
import { AuditDetail } from './audit-detail';
import { AuditFilter } from './audit-filter';
import { ChainState } from './chain-state';

/** Who did what, when and to what; and how far the log is sealed against changes. */
export function AuditLog() {
  const t = useTranslations();
  const [params, setParams] = useAuditParams();
  const list = useAudit(params);
  const state = useAuditState();
  const [open, setOpen] = useState<AuditRow | null>(null);
  const columns = useAuditColumns(setOpen);
  const clear = () => void setParams(null);
  return (
    <SectionPage
      title={t('settings.sections.audit')}
      hint={t('audit.hint')}
      actions={
        <>
          <ChainState state={state} />
          <ExportMenu list="audit" filter={filterOf(params)} />
        </>
      }
    >
      <AuditFilter params={params} state={state} onChange={(change) => void setParams(change)} onClear={clear} />
      <ListBody list={list}>
        {(rows) =>
          rows.length === 0 ? (
            <EmptyState title={t('audit.none')} hint={t('audit.noneHint')}>
              <Button onClick={clear}>{t('audit.clear')}</Button>
            </EmptyState>
          ) : (
            <VirtualTable
              label={t('settings.sections.audit')}
              columns={columns}
              rows={rows}
              total={list.hasMore ? -2 : rows.length}
              keyOf={(row) => row.id}
              selectedKey={open?.id ?? null}
              onOpen={setOpen}
              onNearEnd={list.loadMore}
            />
          )
        }
      </ListBody>
      {open && (
        <AuditDetail
          row={open}
          onClose={() => setOpen(null)}
          onNarrow={(change) => {
            setOpen(null);
            void setParams(change);
          }}
        />
      )}
    </SectionPage>
  );
}

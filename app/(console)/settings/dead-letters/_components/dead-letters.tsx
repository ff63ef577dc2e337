'use client';
import { useTranslations } from 'next-intl';
import { useCallback, useMemo, useState } from 'react';
import { ExportMenu } from '@/app/_client/export-menu';
import type { LetterRow } from '@/server/dead-letters/list';
import { Button } from '@/ui/button';
import { EmptyState } from '@/ui/empty-state';
import { VirtualTable } from '@/ui/virtual-table';
import { ListBody } from '../../_parts/list-body';
import { SectionPage } from '../../_parts/section-page';
import { filterOf, useLetterParams } from '../_hooks/letter-params';
import { useLetters } from '../_hooks/use-letters';
import { BulkBar } from './bulk-bar';
import { Elsewhere } from './elsewhere';
import { useLetterColumns } from './letter-columns';
import { LetterFilterBar } from './letter-filter-bar';
import { LetterPanel } from './letter-panel';
import { RedriveList } from './redrive-list';

/** What could not be taken: why, what it says, and putting it through again. */
export function DeadLetters() {
  const t = useTranslations();
  const [params, setParams] = useLetterParams();
  const filter = useMemo(() => filterOf(params), [params]);
  const list = useLetters(filter);
  const [open, setOpen] = useState<LetterRow | null>(null);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const toggle = useCallback(
    (ref: string) =>
      setChosen((known) => new Set(known.has(ref) ? [...known].filter((one) => one !== ref) : [...known, ref])),
    [],
  );
  const columns = useLetterColumns({ chosen, toggle, open: setOpen });
  const clear = () => void setParams(null);
  const forget = () => {
    setOpen(null);
    setChosen(new Set());
  };
  const isFiltered = Object.keys(filter).length > 0;
  return (
    <SectionPage
      title={t('settings.sections.deadLetters')}
      hint={t('settings.deadLetters.hint')}
      actions={<ExportMenu list="deadLetters" filter={filter} />}
    >
      <LetterFilterBar
        params={params}
        counts={list.counts}
        onChange={(change) => void setParams(change)}
        onClear={clear}
      />
      <RedriveList />
      <BulkBar filter={filter} left={list.left} chosen={[...chosen]} onDone={forget} />
      <ListBody list={list}>
        {(rows) =>
          rows.length === 0 ? (
            <EmptyState
              title={t(isFiltered ? 'settings.deadLetters.noneLeft' : 'settings.deadLetters.none')}
              hint={t('settings.deadLetters.noneHint')}
            >
              {isFiltered && <Button onClick={clear}>{t('settings.deadLetters.clear')}</Button>}
            </EmptyState>
          ) : (
            <div className="flex min-h-0 flex-1">
              <div className="flex min-h-0 min-w-0 flex-1 flex-col">
                <VirtualTable
                  label={t('settings.sections.deadLetters')}
                  columns={columns}
                  rows={rows}
                  total={list.left?.total ?? rows.length}
                  keyOf={(row) => row.ref}
                  selectedKey={open?.ref ?? null}
                  onOpen={setOpen}
                  onNearEnd={list.loadMore}
                />
              </div>
              {open && <LetterPanel key={open.ref} letter={open} onDone={forget} onClose={() => setOpen(null)} />}
            </div>
          )
        }
      </ListBody>
      <Elsewhere />
    </SectionPage>
  );
}

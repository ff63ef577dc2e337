'use client';
import { UserRoundPlus } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useCallback, useState } from 'react';
import { ExportMenu } from '@/app/_client/export-menu';
import { useMay } from '@/app/_client/me';
import type { Group } from '@/server/groups/list';
import type { Person } from '@/server/people/list';
import { Button } from '@/ui/button';
import { EmptyState } from '@/ui/empty-state';
import { VirtualTable } from '@/ui/virtual-table';
import { AddButton } from '../../_parts/add-button';
import { ListBody } from '../../_parts/list-body';
import { SectionPage } from '../../_parts/section-page';
import { filterPeople, usePeopleParams } from '../_hooks/people-params';
import { usePeople } from '../_hooks/use-people';
import { AskAccess, NewPassword } from './access-dialogs';
import { AddPerson } from './add-person';
import { EditPerson } from './edit-person';
import { PeopleFilter } from './people-filter';
import { type PersonAction, usePersonColumns } from './person-columns';

type OpenDialog = { readonly action: 'add' } | { readonly action: PersonAction; readonly person: Person } | null;

function OneDialog({ open, groups, onClose }: { open: OpenDialog; groups: readonly Group[]; onClose: () => void }) {
  switch (open?.action) {
    case undefined:
      return null;
    case 'add':
      return <AddPerson groups={groups} onClose={onClose} />;
    case 'edit':
      return <EditPerson person={open.person} groups={groups} onClose={onClose} />;
    case 'password':
      return <NewPassword person={open.person} onClose={onClose} />;
    case 'signOut':
    case 'deactivate':
    case 'reactivate':
      return <AskAccess action={open.action} person={open.person} onClose={onClose} />;
  }
}

/** Who works here: search, add, change, take access away. Managers read; admins change. */
export function People() {
  const t = useTranslations('settings');
  const mayChange = useMay('people.create');
  const { people, groups } = usePeople();
  const [params, setParams] = usePeopleParams();
  const [open, setOpen] = useState<OpenDialog>(null);
  const add = useCallback(() => setOpen({ action: 'add' }), []);
  const act = useCallback((action: PersonAction, person: Person) => setOpen({ action, person }), []);
  const columns = usePersonColumns(mayChange ? act : null);
  return (
    <SectionPage
      title={t('sections.people')}
      hint={t(mayChange ? 'people.hint' : 'people.hintReader')}
      actions={
        <>
          <ExportMenu list="people" filter={{}} />
          {mayChange && (
            <AddButton
              id="people.add"
              title={t('people.add')}
              section={t('sections.people')}
              icon={UserRoundPlus}
              onAdd={add}
            />
          )}
        </>
      }
    >
      <ListBody list={people}>
        {(all) => {
          const rows = filterPeople(all, params);
          return (
            <>
              <PeopleFilter
                params={params}
                groups={groups}
                shown={rows.length}
                gone={all.filter((person) => !person.isActive).length}
                onChange={(change) => void setParams(change)}
              />
              {rows.length === 0 ? (
                <EmptyState title={t('people.noneFound')} hint={t('people.noneFoundHint')}>
                  <Button onClick={() => void setParams(null)}>{t('people.clear')}</Button>
                </EmptyState>
              ) : (
                <div className={`flex min-h-0 flex-col bg-surface ${all.length === 1 ? '' : 'flex-1'}`}>
                  <VirtualTable
                    label={t('sections.people')}
                    columns={columns}
                    rows={rows}
                    total={rows.length}
                    keyOf={(person) => person.userId}
                    selectedKey={null}
                    onOpen={mayChange ? (person) => act('edit', person) : undefined}
                    rowHeight={40}
                  />
                </div>
              )}
              {all.length === 1 && mayChange && <OnlyAdmin onAdd={add} />}
            </>
          );
        }}
      </ListBody>
      <OneDialog open={open} groups={groups} onClose={() => setOpen(null)} />
    </SectionPage>
  );
}

/** What to do next while the first admin is alone. */
function OnlyAdmin({ onAdd }: { onAdd: () => void }) {
  const t = useTranslations('settings.people');
  return (
    <EmptyState title={t('onlyYou')} hint={t('onlyYouHint')}>
      <Button variant="primary" onClick={onAdd}>
        {t('add')}
      </Button>
    </EmptyState>
  );
}

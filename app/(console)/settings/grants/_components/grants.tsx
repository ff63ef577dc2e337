'use client';
import { KeyRound } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useCallback, useState } from 'react';
import { ExportMenu } from '@/app/_client/export-menu';
import type { Grant } from '@/server/grants/list';
import { EmptyState } from '@/ui/empty-state';
import { VirtualTable } from '@/ui/virtual-table';
import { AddButton } from '../../_parts/add-button';
import { ListBody } from '../../_parts/list-body';
import { SectionPage } from '../../_parts/section-page';
import { useGrants } from '../_hooks/use-grants';
import { GiveGrant } from './give-grant';
import { useGrantColumns } from './grant-columns';
import { RevokeGrant } from './revoke-grant';

/** Rights lent for a time: who holds what, where, why and until when; lending and taking back. */
export function Grants() {
  const t = useTranslations('settings');
  const grants = useGrants();
  const [isGiving, setIsGiving] = useState(false);
  const [revoking, setRevoking] = useState<Grant | null>(null);
  const give = useCallback(() => setIsGiving(true), []);
  const columns = useGrantColumns(setRevoking);
  const actions = (
    <>
      <ExportMenu list="grants" filter={{}} />
      <AddButton
        id="grants.give"
        title={t('grants.give')}
        section={t('sections.grants')}
        icon={KeyRound}
        onAdd={give}
      />
    </>
  );
  return (
    <SectionPage title={t('sections.grants')} hint={t('grants.hint')} actions={actions}>
      <ListBody list={grants}>
        {(rows) =>
          rows.length === 0 ? (
            <EmptyState title={t('grants.none')} hint={t('grants.noneHint')} />
          ) : (
            <VirtualTable
              label={t('sections.grants')}
              columns={columns}
              rows={rows}
              total={rows.length}
              keyOf={(grant) => grant.grantId}
              selectedKey={null}
              rowHeight={44}
            />
          )
        }
      </ListBody>
      {isGiving && <GiveGrant onClose={() => setIsGiving(false)} />}
      {revoking && <RevokeGrant grant={revoking} onClose={() => setRevoking(null)} />}
    </SectionPage>
  );
}

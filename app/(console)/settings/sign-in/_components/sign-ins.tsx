'use client';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import type { SignInState } from '@/server/people/sign-in-states';
import { ConfirmDialog } from '@/ui/confirm-dialog';
import { VirtualTable } from '@/ui/virtual-table';
import { ListBody } from '../../_parts/list-body';
import { SectionPage } from '../../_parts/section-page';
import { useSignIns } from '../_hooks/use-sign-ins';
import { useSignInColumns } from './sign-in-columns';

/** Second factors and lockouts of everybody: who has none yet, who cannot sign in, and the ways out of both. */
export function SignIns() {
  const t = useTranslations();
  const { list, isBusy, unlock, reset } = useSignIns();
  const [asked, setAsked] = useState<SignInState | null>(null);
  const columns = useSignInColumns({ isBusy, onUnlock: ({ userId }) => unlock(userId), onReset: setAsked });
  return (
    <SectionPage title={t('settings.sections.signIn')} hint={t('settings.signIn.hint')}>
      <ListBody list={list}>
        {(rows) => (
          <VirtualTable
            label={t('settings.sections.signIn')}
            columns={columns}
            rows={rows}
            total={rows.length}
            keyOf={({ userId }) => userId}
            selectedKey={null}
          />
        )}
      </ListBody>
      {asked && (
        <ConfirmDialog
          title={t('settings.signIn.resetTitle', { name: asked.name })}
          confirm={t('settings.signIn.reset')}
          cancel={t('common.cancel')}
          onConfirm={() => reset(asked.userId)}
          onClose={() => setAsked(null)}
        >
          {t('settings.signIn.resetMeans', { name: asked.name })}
        </ConfirmDialog>
      )}
    </SectionPage>
  );
}

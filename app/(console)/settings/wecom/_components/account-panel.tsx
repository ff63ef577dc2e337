'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useTRPC } from '@/app/_client/trpc';
import type { WecomRow } from '@/server/wecom/list';
import { ChangeablePanel } from '../../_parts/changeable-panel';
import { CopyField } from '../../_parts/copy-field';
import { FormDialog } from '../../_parts/form-dialog';
import { LastHeard } from '../../_parts/last-heard';
import { Part } from '../../_parts/part';
import { useRefusalText } from '../../_parts/refusal-text';
import { AccountForm } from './account-form';
import { KfAccounts } from './kf-accounts';

function RemoveAccount({ account, onClose, onGone }: { account: WecomRow; onClose: () => void; onGone: () => void }) {
  const t = useTranslations('settings.wecom');
  const refusalText = useRefusalText();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [isConfirmed, setIsConfirmed] = useState(false);
  const remove = useMutation(
    trpc.wecom.remove.mutationOptions({
      onSuccess: () => {
        void queryClient.invalidateQueries(trpc.wecom.pathFilter());
        onGone();
      },
      onError: () => setIsConfirmed(true),
    }),
  );
  return (
    <FormDialog
      title={t('removeTitle', { name: account.name })}
      submit={t(isConfirmed ? 'removeAnyway' : 'remove')}
      isDanger
      isBusy={remove.isPending}
      problem={refusalText(remove.error)}
      onClose={onClose}
      onSubmit={() => remove.mutate({ accountId: account.accountId, isConfirmed })}
    >
      <p>{t('removeText')}</p>
    </FormDialog>
  );
}

/** Whether WeCom has checked the callback address, whether it tells of events, and what came that was not genuine. */
function CallbackState({ account }: { account: WecomRow }) {
  const t = useTranslations('settings.wecom');
  const { verifiedAt, eventAt, refusedAt } = account;
  return (
    <ul className="flex flex-col gap-1.5">
      <LastHeard label={t('verifiedAt')} at={verifiedAt} never={t('neverVerified')} />
      <LastHeard label={t('eventAt')} at={eventAt} never={t('neverEvent')} />
      {refusedAt !== null && (
        <LastHeard isBad label={t('refusedAt')} at={refusedAt}>
          {t(`refusal_${account.refusal ?? 'message'}`)}
        </LastHeard>
      )}
    </ul>
  );
}

/** One WeCom account: where WeCom calls back to, whether it does, and which customer-service accounts are served. */
export function AccountPanel({ account, origin, onClose }: { account: WecomRow; origin: string; onClose: () => void }) {
  const t = useTranslations('settings.wecom');
  return (
    <ChangeablePanel
      title={account.name}
      words={{ edit: t('edit'), remove: t('removeTitle', { name: account.name }) }}
      form={(close) => <AccountForm account={account} onDone={close} onClose={close} />}
      removal={(close) => <RemoveAccount account={account} onClose={close} onGone={onClose} />}
      onClose={onClose}
    >
      <Part title={t('callback')}>
        <CopyField label={t('callbackUrl')} value={`${origin}/hooks/wecom/${account.accountId}`} />
        <p className="text-small text-ink-3">{t('callbackHint')}</p>
        <CallbackState account={account} />
      </Part>
      <KfAccounts account={account} />
    </ChangeablePanel>
  );
}

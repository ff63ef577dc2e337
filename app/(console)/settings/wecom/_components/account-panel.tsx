'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Pencil, Trash2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useTRPC } from '@/app/_client/trpc';
import type { WecomRow } from '@/server/wecom/list';
import { Button } from '@/ui/button';
import { Ago } from '../../_parts/ago';
import { CopyField } from '../../_parts/copy-field';
import { DetailPanel } from '../../_parts/detail-panel';
import { FormDialog } from '../../_parts/form-dialog';
import { Part } from '../../_parts/part';
import { useRefusalText } from '../../_parts/refusal-text';
import { StepLine } from '../../_parts/step-line';
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
      <StepLine
        state={verifiedAt === null ? 'waiting' : 'ok'}
        title={
          <>
            {t('verifiedAt')} <Ago at={verifiedAt} never={t('neverVerified')} />
          </>
        }
      />
      <StepLine
        state={eventAt === null ? 'waiting' : 'ok'}
        title={
          <>
            {t('eventAt')} <Ago at={eventAt} never={t('neverEvent')} />
          </>
        }
      />
      {refusedAt !== null && (
        <StepLine
          state="bad"
          title={
            <>
              {t('refusedAt')} <Ago at={refusedAt} never="" />
            </>
          }
        >
          {t(`refusal_${account.refusal ?? 'message'}`)}
        </StepLine>
      )}
    </ul>
  );
}

/** One WeCom account: where WeCom calls back to, whether it does, and which customer-service accounts are served. */
export function AccountPanel({ account, origin, onClose }: { account: WecomRow; origin: string; onClose: () => void }) {
  const t = useTranslations('settings.wecom');
  const [open, setOpen] = useState<'edit' | 'remove' | null>(null);
  const close = () => setOpen(null);
  return (
    <DetailPanel
      title={account.name}
      onClose={onClose}
      actions={
        <>
          <Button size="small" onClick={() => setOpen('edit')}>
            <Pencil aria-hidden size={13} />
            {t('edit')}
          </Button>
          <Button
            size="small"
            variant="quiet"
            aria-label={t('removeTitle', { name: account.name })}
            onClick={() => setOpen('remove')}
          >
            <Trash2 aria-hidden size={14} />
          </Button>
        </>
      }
    >
      <Part title={t('callback')}>
        <CopyField label={t('callbackUrl')} value={`${origin}/hooks/wecom/${account.accountId}`} />
        <p className="text-small text-ink-3">{t('callbackHint')}</p>
        <CallbackState account={account} />
      </Part>
      <KfAccounts account={account} />
      {open === 'edit' && <AccountForm account={account} onDone={close} onClose={close} />}
      {open === 'remove' && <RemoveAccount account={account} onClose={close} onGone={onClose} />}
    </DetailPanel>
  );
}

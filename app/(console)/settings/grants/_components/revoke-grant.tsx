'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useTRPC } from '@/app/_client/trpc';
import type { Grant } from '@/server/grants/list';
import { showToast } from '@/ui/toast';
import { FormDialog } from '../../_parts/form-dialog';
import { useProblemText } from '../_hooks/problem-text';
import { useRightText } from './grant-columns';

/** Asks before a right is taken back, and says what that does. */
export function RevokeGrant({ grant, onClose }: { grant: Grant; onClose: () => void }) {
  const t = useTranslations('settings.grants');
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const problemText = useProblemText();
  const rightText = useRightText();
  const revoke = useMutation(
    trpc.grants.revoke.mutationOptions({
      onSettled: () => queryClient.invalidateQueries(trpc.grants.list.queryFilter()),
      onSuccess: () => {
        showToast(t('revoked', { name: grant.userName }));
        onClose();
      },
    }),
  );
  return (
    <FormDialog
      title={t('revokeFor', { name: grant.userName, right: rightText(grant.right) })}
      submit={t('revoke')}
      isDanger
      isBusy={revoke.isPending}
      problem={problemText(revoke.error)}
      onClose={onClose}
      onSubmit={() => revoke.mutate({ grantId: grant.grantId })}
    >
      <p>{t('revokeEffect', { group: grant.groupName })}</p>
    </FormDialog>
  );
}

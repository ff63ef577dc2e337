'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useTRPC } from '@/app/_client/trpc';
import type { GroupOverview } from '@/server/groups/overview';
import { showToast } from '@/ui/toast';
import { FormDialog } from '../../_parts/form-dialog';
import { useProblemText } from '../_hooks/problem-text';

/** Asks before a group is removed; the server keeps one in use and says what still belongs to it. */
export function RemoveGroup({ group, onClose }: { group: GroupOverview; onClose: () => void }) {
  const t = useTranslations('settings.groups');
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const problemText = useProblemText();
  const remove = useMutation(
    trpc.groups.remove.mutationOptions({
      onSuccess: () => {
        void queryClient.invalidateQueries(trpc.groups.pathFilter());
        showToast(t('removed', { name: group.name }));
        onClose();
      },
    }),
  );
  return (
    <FormDialog
      title={t('removeTitle', { name: group.name })}
      submit={t('remove')}
      isDanger
      isBusy={remove.isPending}
      problem={problemText(remove.error)}
      onClose={onClose}
      onSubmit={() => remove.mutate({ groupId: group.groupId })}
    >
      <p>{t('removeText')}</p>
    </FormDialog>
  );
}

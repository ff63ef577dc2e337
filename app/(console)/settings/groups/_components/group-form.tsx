'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useTRPC } from '@/app/_client/trpc';
import type { GroupOverview } from '@/server/groups/overview';
import { TextField } from '@/ui/text-field';
import { showToast } from '@/ui/toast';
import { FormDialog } from '../../_parts/form-dialog';
import { useProblemText } from '../_hooks/problem-text';

function useSaveGroup(group: GroupOverview | null, onDone: () => void) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const settled = {
    onSuccess: () => {
      void queryClient.invalidateQueries(trpc.groups.pathFilter());
      onDone();
    },
  };
  const create = useMutation(trpc.groups.create.mutationOptions(settled));
  const update = useMutation(trpc.groups.update.mutationOptions(settled));
  const { error, isPending } = group ? update : create;
  return {
    error,
    isPending,
    save: (values: { name: string; region: string | null }) =>
      group ? update.mutate({ groupId: group.groupId, ...values }) : create.mutate(values),
  };
}

/** Adds a group, or gives one another name or region. */
export function GroupForm({ group, onClose }: { group: GroupOverview | null; onClose: () => void }) {
  const t = useTranslations('settings.groups');
  const problemText = useProblemText();
  const { save, error, isPending } = useSaveGroup(group, () => {
    showToast(t(group ? 'saved' : 'added'));
    onClose();
  });
  return (
    <FormDialog
      title={group ? t('editTitle', { name: group.name }) : t('add')}
      submit={t(group ? 'save' : 'addSubmit')}
      isBusy={isPending}
      problem={problemText(error)}
      onClose={onClose}
      onSubmit={(form) => {
        const region = String(form.get('region')).trim();
        save({ name: String(form.get('name')).trim(), region: region === '' ? null : region });
      }}
    >
      <TextField
        name="name"
        label={t('name')}
        hint={t('nameHint')}
        defaultValue={group?.name}
        maxLength={40}
        required
        autoFocus
        autoComplete="off"
      />
      <TextField
        name="region"
        label={t('region')}
        hint={t('regionHint')}
        defaultValue={group?.region ?? ''}
        maxLength={40}
        autoComplete="off"
      />
    </FormDialog>
  );
}

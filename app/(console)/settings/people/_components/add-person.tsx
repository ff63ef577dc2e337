'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useTRPC } from '@/app/_client/trpc';
import type { Role } from '@/server/context';
import type { Group } from '@/server/groups/list';
import { Button } from '@/ui/button';
import { TextField } from '@/ui/text-field';
import { FormDialog } from '../../_parts/form-dialog';
import { useProblemText } from '../_hooks/problem-text';
import { PasswordOnce } from './password-once';
import { needsGroup, RightsFields } from './rights-fields';

/** Adds somebody; their password is made by the server and shown once. */
export function AddPerson({ groups, onClose }: { groups: readonly Group[]; onClose: () => void }) {
  const t = useTranslations('settings.people');
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const problemText = useProblemText();
  const [rights, setRights] = useState<{ role: Role; groupId: string | null }>({
    role: 'agent',
    groupId: groups.length === 1 ? (groups[0]?.groupId ?? null) : null,
  });
  const create = useMutation(
    trpc.people.create.mutationOptions({
      onSuccess: () => void queryClient.invalidateQueries(trpc.people.list.queryFilter()),
    }),
  );
  if (create.data && create.variables)
    return (
      <PasswordOnce
        title={t('added', { name: create.variables.name })}
        name={create.variables.name}
        username={create.variables.username}
        password={create.data.password ?? ''}
        onClose={onClose}
      >
        <Button onClick={() => create.reset()}>{t('addAnother')}</Button>
      </PasswordOnce>
    );
  return (
    <FormDialog
      title={t('add')}
      submit={t('addSubmit')}
      isBusy={create.isPending}
      problem={problemText(create.error)}
      onClose={onClose}
      onSubmit={(form) =>
        create.mutate({
          username: String(form.get('username')).trim(),
          name: String(form.get('name')).trim(),
          role: rights.role,
          groupId: rights.groupId,
        })
      }
    >
      <TextField name="name" label={t('name')} maxLength={40} required autoComplete="off" autoFocus />
      <TextField
        name="username"
        label={t('username')}
        hint={t('usernameHint')}
        pattern="[a-zA-Z0-9_.]{3,30}"
        required
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
      />
      <RightsFields {...rights} groups={groups} onChange={(change) => setRights({ ...rights, ...change })} />
      {needsGroup(rights.role) && <p className="text-small text-ink-3">{t('addHint')}</p>}
    </FormDialog>
  );
}

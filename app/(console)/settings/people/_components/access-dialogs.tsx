'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useTRPC } from '@/app/_client/trpc';
import type { Person } from '@/server/people/list';
import { showToast } from '@/ui/toast';
import { FormDialog } from '../../_parts/form-dialog';
import { useProblemText } from '../_hooks/problem-text';
import { PasswordOnce } from './password-once';
import type { PersonAction } from './person-columns';

/** A new password for somebody, shown once. */
export function NewPassword({ person, onClose }: { person: Person; onClose: () => void }) {
  const t = useTranslations('settings.people');
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const problemText = useProblemText();
  const set = useMutation(
    trpc.people.setPassword.mutationOptions({
      onSuccess: () => void queryClient.invalidateQueries(trpc.people.list.queryFilter()),
    }),
  );
  const title = t('ask_password', { name: person.name });
  if (set.data)
    return (
      <PasswordOnce
        title={title}
        name={person.name}
        username={person.username}
        password={set.data.password ?? ''}
        onClose={onClose}
      />
    );
  return (
    <FormDialog
      title={title}
      submit={t('action_password')}
      isBusy={set.isPending}
      problem={problemText(set.error)}
      onClose={onClose}
      onSubmit={() => set.mutate({ userId: person.userId })}
    >
      <p>{t('effect_password')}</p>
    </FormDialog>
  );
}

type AccessAction = Extract<PersonAction, 'signOut' | 'deactivate' | 'reactivate'>;

function useAccess(action: AccessAction, onDone: () => void) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const settled = {
    onSuccess: () => {
      void queryClient.invalidateQueries(trpc.people.list.queryFilter());
      onDone();
    },
  };
  const signOut = useMutation(trpc.people.revokeSessions.mutationOptions(settled));
  const deactivate = useMutation(trpc.people.deactivate.mutationOptions(settled));
  const reactivate = useMutation(trpc.people.reactivate.mutationOptions(settled));
  return { signOut, deactivate, reactivate }[action];
}

/** Asks before sign-ins end or access is taken or given back, and says what that does. */
export function AskAccess(props: { action: AccessAction; person: Person; onClose: () => void }) {
  const { action, person, onClose } = props;
  const t = useTranslations('settings.people');
  const problemText = useProblemText();
  const { name } = person;
  const change = useAccess(action, () => {
    showToast(t(`done_${action}`, { name }));
    onClose();
  });
  return (
    <FormDialog
      title={t(`ask_${action}`, { name })}
      submit={t(`action_${action}`)}
      isDanger={action === 'deactivate'}
      isBusy={change.isPending}
      problem={problemText(change.error)}
      onClose={onClose}
      onSubmit={() => change.mutate({ userId: person.userId })}
    >
      <p>{t(`effect_${action}`)}</p>
      {action === 'deactivate' && person.inHand > 0 && (
        <p className="rounded-md bg-amber-soft px-3 py-2 text-amber">{t('cardsGoBack', { count: person.inHand })}</p>
      )}
    </FormDialog>
  );
}

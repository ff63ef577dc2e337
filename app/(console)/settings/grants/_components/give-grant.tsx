'use client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { apiErrorOf } from '@/app/_client/errors';
import { liveConnection } from '@/app/_client/live-connection';
import { useTRPC } from '@/app/_client/trpc';
import { HOUR_MS } from '@/domain/clocks/instant';
import { minuteOf } from '@/domain/clocks/shop-zone';
import type { RightId } from '@/server/grant-table';
import type { GrantChoices } from '@/server/grants/choices';
import { Dialog } from '@/ui/dialog';
import { ErrorState } from '@/ui/error-state';
import { SelectField } from '@/ui/select-field';
import { Skeleton } from '@/ui/skeleton';
import { TextField } from '@/ui/text-field';
import { showToast } from '@/ui/toast';
import { FormDialog } from '../../_parts/form-dialog';
import { MomentField } from '../../_parts/moment-field';
import { useProblemText } from '../_hooks/problem-text';
import { useRightText } from './grant-columns';

const USUAL_MS = 4 * HOUR_MS;

const fromField = (value: FormDataEntryValue | null): number | null => minuteOf(String(value ?? ''));

/** Lends a right: to whom, which, in which group, why, and until when. */
export function GiveGrant({ onClose }: { onClose: () => void }) {
  const t = useTranslations();
  const choices = useQuery({ ...useTRPC().grants.choices.queryOptions(), staleTime: 0 });
  if (choices.data) return <GiveForm choices={choices.data} onClose={onClose} />;
  return (
    <Dialog isOpen onClose={onClose} title={t('settings.grants.give')} closeLabel={t('common.close')} width={440}>
      {choices.error ? (
        <ErrorState
          title={t(`errors.${apiErrorOf(choices.error).code}`)}
          retry={t('common.retry')}
          onRetry={() => void choices.refetch()}
        />
      ) : (
        <Skeleton lines={6} label={t('common.loading')} />
      )}
    </Dialog>
  );
}

function useGive(onDone: () => void) {
  const t = useTranslations('settings.grants');
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  return useMutation(
    trpc.grants.give.mutationOptions({
      onSuccess: () => {
        void queryClient.invalidateQueries(trpc.grants.list.queryFilter());
        showToast(t('given'));
        onDone();
      },
    }),
  );
}

function GiveForm({ choices, onClose }: { choices: GrantChoices; onClose: () => void }) {
  const t = useTranslations('settings.grants');
  const rightText = useRightText();
  const words = useTranslations('grants');
  const shell = useTranslations('shell');
  const problemText = useProblemText();
  const give = useGive(onClose);
  const [userId, setUserId] = useState('');
  const [right, setRight] = useState<RightId>(choices.rights[0]?.right ?? 'watch-group');
  const [groupId, setGroupId] = useState('');
  const [usualEnd] = useState(() => liveConnection().serverNow() + USUAL_MS);
  const chosen = choices.rights.find((choice) => choice.right === right);
  const people = choices.people.filter(({ role }) => chosen?.holders.includes(role) ?? true);
  const send = (form: FormData) =>
    give.mutate({
      ...{ userId, right, groupId, reason: String(form.get('reason') ?? '') },
      ...{ startsAt: fromField(form.get('startsAt')), expiresAt: fromField(form.get('expiresAt')) ?? 0 },
    });
  return (
    <FormDialog
      title={t('give')}
      submit={t('give')}
      isBusy={give.isPending}
      problem={problemText(give.error)}
      onClose={onClose}
      onSubmit={send}
    >
      <SelectField
        isStacked
        isRequired
        label={t('holder')}
        value={userId}
        options={[
          { value: '', label: t('choosePerson') },
          ...people.map((person) => ({
            value: person.userId,
            label: [person.name, shell(`role_${person.role}`), person.groupName].filter(Boolean).join(' · '),
          })),
        ]}
        onChange={setUserId}
      />
      <div className="flex flex-col gap-1">
        <SelectField
          isStacked
          label={t('right')}
          value={right}
          options={choices.rights.map((choice) => ({ value: choice.right, label: rightText(choice.right) }))}
          onChange={setRight}
        />
        <p className="text-small text-ink-3">{words(`means_${right}`)}</p>
      </div>
      <SelectField
        isStacked
        isRequired
        label={t('group')}
        value={groupId}
        options={[
          { value: '', label: t('chooseGroup') },
          ...choices.groups.map((group) => ({ value: group.groupId, label: group.name })),
        ]}
        onChange={setGroupId}
      />
      <TextField label={t('reason')} name="reason" required minLength={4} maxLength={200} hint={t('reasonHint')} />
      <div className="grid grid-cols-2 gap-3">
        <MomentField label={t('from')} name="startsAt" hint={t('fromHint')} />
        <MomentField
          label={t('until')}
          name="expiresAt"
          isRequired
          initial={usualEnd}
          hint={t('longest', { hours: Math.round(choices.longestMs / HOUR_MS) })}
        />
      </div>
    </FormDialog>
  );
}

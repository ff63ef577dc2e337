'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useTRPC } from '@/app/_client/trpc';
import type { CreatedAccount } from '@/server/wecom/create';
import type { WecomRow } from '@/server/wecom/list';
import { TextField } from '@/ui/text-field';
import { showToast } from '@/ui/toast';
import { FormDialog } from '../../_parts/form-dialog';
import { GroupField } from '../../_parts/group-field';
import { useRefusalText } from '../../_parts/refusal-text';

const WECOM_API = 'https://qyapi.weixin.qq.com';

function useSaveAccount(account: WecomRow | null, onDone: (created: CreatedAccount | null) => void) {
  const t = useTranslations('settings.wecom');
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const refresh = () => void queryClient.invalidateQueries(trpc.wecom.pathFilter());
  const create = useMutation(
    trpc.wecom.create.mutationOptions({
      onSuccess: (created) => {
        refresh();
        onDone(created);
      },
    }),
  );
  const update = useMutation(
    trpc.wecom.update.mutationOptions({
      onSuccess: () => {
        refresh();
        showToast(t('saved'));
        onDone(null);
      },
    }),
  );
  const { error, isPending } = account ? update : create;
  const save = (form: FormData, groupId: string) => {
    const text = (name: string) => String(form.get(name) ?? '').trim();
    const optional = (name: string) => (text(name) === '' ? {} : { [name]: text(name) });
    const common = {
      ...{ name: text('name'), corpId: text('corpId'), groupId, apiBase: text('apiBase') },
      ...optional('callbackToken'),
      ...optional('encodingAesKey'),
    };
    if (account)
      update.mutate({
        accountId: account.accountId,
        version: account.version,
        ...common,
        ...optional('corpSecret'),
      });
    else create.mutate({ ...common, corpSecret: text('corpSecret') });
  };
  return { error, isPending, save };
}

/** The callback's token and key, and the API's address: WeCom's own form asks for the first two. */
function AdvancedFields({ account }: { account: WecomRow | null }) {
  const t = useTranslations('settings.wecom');
  return (
    <details className="rounded-md border border-line px-3 py-2">
      <summary className="cursor-pointer text-ink-2">{t('advanced')}</summary>
      <div className="flex flex-col gap-3 pt-3">
        <TextField
          name="callbackToken"
          label="Token"
          hint={t(account ? 'keepHint' : 'makeHint')}
          pattern="[A-Za-z0-9]{3,32}"
          autoComplete="off"
        />
        <TextField
          name="encodingAesKey"
          label="EncodingAESKey"
          hint={t(account ? 'keepHint' : 'makeHint')}
          pattern="[A-Za-z0-9+\/]{43}"
          autoComplete="off"
        />
        <TextField name="apiBase" label={t('apiBase')} defaultValue={account?.apiBase ?? WECOM_API} required />
      </div>
    </details>
  );
}

/** Adds a WeCom account, or changes one; secrets that are left empty stay as they are. */
export function AccountForm(props: {
  account: WecomRow | null;
  onDone: (created: CreatedAccount | null) => void;
  onClose: () => void;
}) {
  const { account, onDone, onClose } = props;
  const t = useTranslations('settings.wecom');
  const refusalText = useRefusalText();
  const { save, error, isPending } = useSaveAccount(account, onDone);
  const [groupId, setGroupId] = useState(account?.groupId ?? '');
  return (
    <FormDialog
      title={account ? t('editTitle', { name: account.name }) : t('add')}
      submit={t(account ? 'save' : 'addSubmit')}
      isBusy={isPending}
      problem={refusalText(error)}
      onClose={onClose}
      onSubmit={(form) => save(form, groupId)}
    >
      <TextField
        name="name"
        label={t('name')}
        defaultValue={account?.name}
        maxLength={40}
        required
        autoFocus
        autoComplete="off"
      />
      <GroupField value={groupId} onChange={setGroupId} />
      <TextField
        name="corpId"
        label={t('corpId')}
        hint={t('corpIdHint')}
        defaultValue={account?.corpId}
        required
        autoComplete="off"
      />
      <TextField
        name="corpSecret"
        type="password"
        label={t('corpSecret')}
        hint={t(account ? 'keepHint' : 'corpSecretHint')}
        minLength={8}
        required={account === null}
        autoComplete="off"
      />
      <AdvancedFields account={account} />
    </FormDialog>
  );
}

'use client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useTRPC } from '@/app/_client/trpc';
import type { ChannelRow } from '@/server/notice-channels/list';
import { SelectField } from '@/ui/select-field';
import { TextField } from '@/ui/text-field';
import { showToast } from '@/ui/toast';
import { FormDialog } from '../../_parts/form-dialog';
import { useRefusalText } from '../../_parts/refusal-text';

const KINDS = [
  'wecom-robot',
  'dingtalk-robot',
  'feishu-robot',
  'webhook',
] as const satisfies readonly ChannelRow['kind'][];
const EVENTS = [
  'hold',
  'overdue',
  'unclaimed',
  'urgent-late',
  'conflicts',
  'silent',
  'pushes-lost',
  'stock',
] as const satisfies ChannelRow['events'];
const LANGUAGES = [
  { value: 'zh-CN', label: '中文' },
  { value: 'en', label: 'English' },
] as const;

interface Choices {
  readonly kind: ChannelRow['kind'];
  readonly groupId: string | null;
  readonly locale: ChannelRow['locale'];
}

function useSaveChannel(channel: ChannelRow | null, onDone: (secret: string | null) => void) {
  const t = useTranslations('settings.notices');
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const refresh = () => void queryClient.invalidateQueries(trpc.noticeChannels.pathFilter());
  const create = useMutation(
    trpc.noticeChannels.create.mutationOptions({
      onSuccess: ({ secret }) => {
        refresh();
        onDone(secret);
      },
    }),
  );
  const update = useMutation(
    trpc.noticeChannels.update.mutationOptions({
      onSuccess: () => {
        refresh();
        showToast(t('saved'));
        onDone(null);
      },
    }),
  );
  const { error, isPending } = channel ? update : create;
  const save = (form: FormData, { kind, groupId, locale }: Choices) => {
    const text = (name: string) => String(form.get(name) ?? '').trim();
    const secret = text('secret') === '' ? {} : { secret: text('secret') };
    const common = {
      ...{ name: text('name'), groupId, locale },
      events: EVENTS.filter((event) => form.has(event)),
      isActive: channel === null || form.has('isActive'),
    };
    if (channel) {
      const url = text('url') === '' ? {} : { url: text('url') };
      update.mutate({ channelId: channel.channelId, version: channel.version, ...common, ...url, ...secret });
    } else create.mutate({ ...common, kind, url: text('url'), ...secret });
  };
  return { error, isPending, save };
}

/** What the channel is told of: at least one. */
function EventFields({ channel }: { channel: ChannelRow | null }) {
  const t = useTranslations('settings.notices');
  const [chosen, setChosen] = useState<readonly string[]>(channel?.events ?? EVENTS);
  const toggle = (event: string) =>
    setChosen(chosen.includes(event) ? chosen.filter((other) => other !== event) : [...chosen, event]);
  return (
    <fieldset className="flex flex-col gap-1">
      <legend className="mb-1 text-small font-semibold text-ink-2">{t('tells')}</legend>
      {EVENTS.map((event) => (
        <label key={event} className="flex items-center gap-2">
          <input
            type="checkbox"
            name={event}
            checked={chosen.includes(event)}
            required={chosen.length === 0}
            onChange={() => toggle(event)}
          />
          {t(`events.${event}`)}
        </label>
      ))}
    </fieldset>
  );
}

/** Where the robot is: the address it gives out, and the secret where it signs. */
function AddressFields({ channel, kind }: { channel: ChannelRow | null; kind: ChannelRow['kind'] }) {
  const t = useTranslations('settings.notices');
  const isSigned = kind === 'dingtalk-robot' || kind === 'feishu-robot';
  return (
    <>
      <TextField
        name="url"
        type="url"
        label={t('url')}
        hint={channel ? t('keepHint', { host: channel.host }) : t(`urlHints.${kind}`)}
        required={channel === null}
        autoComplete="off"
      />
      {isSigned && (
        <TextField
          name="secret"
          type="password"
          label={t('secret')}
          hint={t(channel?.isSigned ? 'keepSecretHint' : 'secretHint')}
          minLength={8}
          autoComplete="off"
        />
      )}
    </>
  );
}

/** Adds a notice channel, or changes one; an address that is left empty stays as it is. */
export function ChannelForm(props: {
  channel: ChannelRow | null;
  onDone: (secret: string | null) => void;
  onClose: () => void;
}) {
  const { channel, onDone, onClose } = props;
  const t = useTranslations('settings.notices');
  const refusalText = useRefusalText();
  const groups = useQuery(useTRPC().groups.list.queryOptions());
  const { save, error, isPending } = useSaveChannel(channel, onDone);
  const [choices, setChoices] = useState<Choices>({
    kind: channel?.kind ?? 'wecom-robot',
    groupId: channel?.groupId ?? null,
    locale: channel?.locale ?? 'zh-CN',
  });
  const groupChoices = (groups.data ?? []).map((group) => ({ value: group.groupId, label: group.name }));
  return (
    <FormDialog
      title={channel ? t('editTitle', { name: channel.name }) : t('add')}
      submit={t(channel ? 'save' : 'addSubmit')}
      isBusy={isPending}
      problem={refusalText(error)}
      onClose={onClose}
      onSubmit={(form) => save(form, choices)}
    >
      <TextField
        name="name"
        label={t('name')}
        defaultValue={channel?.name}
        maxLength={40}
        required
        autoFocus
        autoComplete="off"
      />
      {!channel && (
        <SelectField
          isStacked
          label={t('kind')}
          value={choices.kind}
          options={KINDS.map((value) => ({ value, label: t(`kinds.${value}`) }))}
          onChange={(kind) => setChoices({ ...choices, kind })}
        />
      )}
      <AddressFields channel={channel} kind={choices.kind} />
      <EventFields channel={channel} />
      <SelectField
        isStacked
        label={t('group')}
        value={choices.groupId ?? ''}
        options={[{ value: '', label: t('allGroups') }, ...groupChoices]}
        onChange={(groupId) => setChoices({ ...choices, groupId: groupId === '' ? null : groupId })}
      />
      <SelectField
        isStacked
        label={t('language')}
        value={choices.locale}
        options={LANGUAGES}
        onChange={(locale) => setChoices({ ...choices, locale })}
      />
      {channel && (
        <label className="flex items-center gap-2">
          <input type="checkbox" name="isActive" defaultChecked={channel.isActive} />
          {t('isActive')}
        </label>
      )}
    </FormDialog>
  );
}

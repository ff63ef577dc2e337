'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { type ApiError, apiErrorOf } from '@/app/_client/errors';
import { useTRPC } from '@/app/_client/trpc';
import type { TierPreview } from '@/server/tiers/preview';
import { TextField } from '@/ui/text-field';
import { showToast } from '@/ui/toast';
import { FormDialog } from '../../_parts/form-dialog';
import type { TierDraft } from '../_hooks/use-draft';
import { ChangeLines } from './change-lines';
import { EffectLine } from './effect-line';

function useRefusalText(): (error: ApiError) => string {
  const t = useTranslations();
  return ({ code, detail }) => {
    if (code !== 'conflict') return t(`errors.${code}`);
    if (detail.reason === 'counts') return t('settings.tiers.refusedCounts', { count: Number(detail.overdue) });
    return t('settings.tiers.refusedVersion', { who: String(detail.by ?? ''), version: Number(detail.version) });
  };
}

/** Asks why, shows once more what it does, and publishes the draft. */
export function PublishDialog(props: {
  draft: TierDraft;
  preview: TierPreview;
  /** The figures were not true any more. */
  onStale: () => void;
  onClose: () => void;
}) {
  const { draft, preview, onClose } = props;
  const t = useTranslations('settings.tiers');
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const refusalText = useRefusalText();
  const publish = useMutation({
    ...trpc.tiers.publish.mutationOptions(),
    onSuccess: async ({ version }) => {
      await queryClient.invalidateQueries(trpc.tiers.pathFilter());
      showToast(t('published', { version }));
      onClose();
    },
    onError: async (error) => {
      if (apiErrorOf(error).code !== 'conflict') return;
      props.onStale();
      await queryClient.invalidateQueries(trpc.tiers.list.queryFilter());
    },
  });
  const send = (form: FormData) => {
    const { changed, overdue, later } = preview;
    publish.mutate({
      tiers: structuredClone([...draft.tiers]) as never,
      expectedVersion: draft.baseVersion,
      agreed: { changed, overdue, later },
      note: String(form.get('note') ?? ''),
    });
  };
  return (
    <FormDialog
      title={t('publishTitle', { version: draft.baseVersion + 1 })}
      submit={t('publish')}
      isBusy={publish.isPending}
      problem={publish.error ? refusalText(apiErrorOf(publish.error)) : null}
      onSubmit={send}
      onClose={onClose}
    >
      <EffectLine preview={preview} />
      <ChangeLines changes={draft.changes} />
      <TextField label={t('note')} hint={t('noteHint')} name="note" maxLength={200} autoFocus />
    </FormDialog>
  );
}

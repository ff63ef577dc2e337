'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useTRPC } from '@/app/_client/trpc';
import type { ChannelRow } from '@/server/notice-channels/list';
import { FormDialog } from '../../_parts/form-dialog';
import { useRefusalText } from '../../_parts/refusal-text';

/** Asks before a notice channel is removed. */
export function RemoveChannel({ channel, onClose }: { channel: ChannelRow; onClose: () => void }) {
  const t = useTranslations('settings.notices');
  const refusalText = useRefusalText();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const remove = useMutation(
    trpc.noticeChannels.remove.mutationOptions({
      onSuccess: () => {
        void queryClient.invalidateQueries(trpc.noticeChannels.pathFilter());
        onClose();
      },
    }),
  );
  return (
    <FormDialog
      title={t('removeTitle', { name: channel.name })}
      submit={t('remove')}
      isDanger
      isBusy={remove.isPending}
      problem={refusalText(remove.error)}
      onClose={onClose}
      onSubmit={() => remove.mutate({ channelId: channel.channelId })}
    >
      <p>{t('removeText')}</p>
    </FormDialog>
  );
}

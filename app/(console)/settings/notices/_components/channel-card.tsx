'use client';
import { useMutation } from '@tanstack/react-query';
import { Pencil, Send, Trash2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useTRPC } from '@/app/_client/trpc';
import type { ChannelRow } from '@/server/notice-channels/list';
import type { ChannelTrial } from '@/server/notice-channels/try';
import { Button } from '@/ui/button';
import { Chip } from '@/ui/chip';
import { useRefusalText } from '../../_parts/refusal-text';
import { StepLine } from '../../_parts/step-line';

/** What the robot said to the test message, in words. */
function TrialResult({ trial }: { trial: ChannelTrial }) {
  const t = useTranslations('settings.notices');
  if (trial.kind === 'ok') return <StepLine state="ok" title={t('trialOk')} />;
  if (trial.kind === 'unreached') return <StepLine state="bad" title={t(`unreached_${trial.why}`)} />;
  return (
    <StepLine state="bad" title={t(`problem_${trial.problem}`)}>
      {t('said', { code: trial.code, text: trial.text })}
    </StepLine>
  );
}

/** One channel: what it is told of, for whom, and whether it takes a message now. */
export function ChannelCard(props: { channel: ChannelRow; onEdit: () => void; onRemove: () => void }) {
  const { channel, onEdit, onRemove } = props;
  const t = useTranslations('settings.notices');
  const refusalText = useRefusalText();
  const trial = useMutation(useTRPC().noticeChannels.try.mutationOptions());
  return (
    <li aria-label={channel.name} className="flex flex-col gap-2 rounded-lg border border-line bg-surface p-3">
      <div className="flex items-center gap-2">
        <b className="min-w-0 flex-1 truncate font-semibold">{channel.name}</b>
        {!channel.isActive && <Chip>{t('inactive')}</Chip>}
        <Button variant="quiet" size="small" aria-label={t('editTitle', { name: channel.name })} onClick={onEdit}>
          <Pencil aria-hidden size={14} />
        </Button>
        <Button variant="quiet" size="small" aria-label={t('removeTitle', { name: channel.name })} onClick={onRemove}>
          <Trash2 aria-hidden size={14} />
        </Button>
      </div>
      <p className="text-small text-ink-2">
        {t(`kinds.${channel.kind}`)} · {channel.host} · {channel.groupName ?? t('allGroups')}
      </p>
      <p className="flex flex-wrap gap-1">
        {channel.events.map((event) => (
          <Chip key={event} tone="tide">
            {t(`events.${event}`)}
          </Chip>
        ))}
      </p>
      <div className="mt-auto flex flex-col gap-2">
        <ul aria-live="polite">{trial.data && <TrialResult trial={trial.data} />}</ul>
        {trial.error && (
          <p role="alert" className="text-small text-red">
            {refusalText(trial.error)}
          </p>
        )}
        <Button
          size="small"
          className="self-start"
          disabled={trial.isPending}
          aria-label={`${t('try')}: ${channel.name}`}
          onClick={() => trial.mutate({ channelId: channel.channelId })}
        >
          <Send aria-hidden size={13} />
          {t('try')}
        </Button>
      </div>
    </li>
  );
}

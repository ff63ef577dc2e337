'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { apiErrorOf } from '@/app/_client/errors';
import { useLive } from '@/app/_client/live';
import { useTRPC } from '@/app/_client/trpc';
import { useMoment } from '@/app/_order/moment';
import type { Interaction } from '@/server/interactions/recent';
import { ErrorState } from '@/ui/error-state';
import { Skeleton } from '@/ui/skeleton';
import type { SectionProps } from '../sections';

function TalkLine({ item }: { item: Interaction }) {
  const t = useTranslations('orderPage');
  const removed = useTranslations('privacy')('removed');
  const moment = useMoment();
  const who =
    item.authorName ?? t(item.direction === 'in' ? 'talkIn' : item.direction === 'out' ? 'talkOut' : 'talkSystem');
  return (
    <li className="border-t border-line py-1.5 first:border-t-0">
      <p className="flex justify-between gap-3 text-small text-ink-3">
        <span>{who}</span>
        <time dateTime={new Date(item.at).toISOString()}>{moment(item.at)}</time>
      </p>
      <p className={`break-words whitespace-pre-wrap ${item.isRecalled || item.isRemoved ? 'text-ink-3 italic' : ''}`}>
        {item.isRecalled ? t('talkRecalled') : item.isRemoved ? removed : item.body}
      </p>
    </li>
  );
}

/** The last contacts with the buyer of this order, newest first; all of them are on the desk. */
export function Talk({ page }: SectionProps) {
  const t = useTranslations();
  const { orderId } = page.order;
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const talk = useQuery(trpc.interactions.recent.queryOptions({ orderId, limit: 5 }));
  useLive('interaction.stored', () => {
    void queryClient.invalidateQueries(trpc.interactions.recent.queryFilter({ orderId, limit: 5 }));
  });
  if (!talk.data && talk.error)
    return (
      <ErrorState
        title={t(`errors.${apiErrorOf(talk.error).code}`)}
        retry={t('common.retry')}
        onRetry={() => void talk.refetch()}
      />
    );
  if (!talk.data) return <Skeleton lines={3} label={t('common.loading')} />;
  if (talk.data.items.length === 0) return <p className="text-ink-3">{t('orderPage.talkNone')}</p>;
  return (
    <ol>
      {talk.data.items.map((item) => (
        <TalkLine key={item.interactionId} item={item} />
      ))}
    </ol>
  );
}

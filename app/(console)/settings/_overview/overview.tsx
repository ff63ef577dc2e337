'use client';
import { useQuery } from '@tanstack/react-query';
import { CircleCheck, CircleDashed } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useTRPC } from '@/app/_client/trpc';
import type { SetupProgress } from '@/server/setup/progress';
import { ErrorState } from '@/ui/error-state';
import { Skeleton } from '@/ui/skeleton';
import { SectionPage } from '../_parts/section-page';

/** The steps from an empty database to the first card, in order; each is done when there is at least one of it. */
const STEPS = [
  'groups',
  'people',
  'shops',
  'shopsWithOrders',
  'wecomAccounts',
] as const satisfies readonly (keyof SetupProgress)[];

/** What has been set up, and what to do next. */
export function Overview() {
  const t = useTranslations('settings');
  const common = useTranslations('common');
  const progress = useQuery(useTRPC().setup.progress.queryOptions());
  return (
    <SectionPage title={t('sections.overview')} hint={t('overview.hint')}>
      {progress.data ? (
        <ol className="m-4 max-w-[640px] divide-y divide-line rounded-lg border border-line bg-surface">
          {STEPS.map((step) => (
            <Step key={step} title={t(`overview.${step}`)} count={progress.data[step]} />
          ))}
        </ol>
      ) : progress.error ? (
        <ErrorState title={t('overview.failed')} retry={common('retry')} onRetry={() => void progress.refetch()} />
      ) : (
        <Skeleton lines={5} label={common('loading')} />
      )}
    </SectionPage>
  );
}

function Step({ title, count }: { title: string; count: number }) {
  const t = useTranslations('settings.overview');
  const isDone = count > 0;
  const Icon = isDone ? CircleCheck : CircleDashed;
  return (
    <li className="flex items-center gap-3 px-4 py-2.5">
      <Icon aria-hidden size={18} className={isDone ? 'text-green' : 'text-ink-3'} />
      <span className="flex-1">{title}</span>
      <span className="text-small text-ink-2">{isDone ? `${t('done')} · ${t('count', { n: count })}` : t('todo')}</span>
    </li>
  );
}

'use client';
import { useTranslations } from 'next-intl';
import { lazy, Suspense } from 'react';
import { apiErrorOf } from '@/app/_client/errors';
import { useMay } from '@/app/_client/me';
import { EmptyState } from '@/ui/empty-state';
import { ErrorState } from '@/ui/error-state';
import { Skeleton } from '@/ui/skeleton';
import { SectionPage } from '../../_parts/section-page';
import { useTiers } from '../_hooks/use-tiers';

const Editor = lazy(() => import('./editor').then((module) => ({ default: module.Editor })));

/** The tiers: in which order cards are judged, by when they are due, who gets them. Managers edit, supervisors read. */
export function Tiers() {
  const t = useTranslations();
  const mayRead = useMay('tiers.list');
  const list = useTiers(mayRead);
  if (!mayRead) return <EmptyState title={t('errors.forbidden')} hint={t('settings.tiers.whoMay')} />;
  if (list.data)
    return (
      <Suspense fallback={<Waiting />}>
        <Editor inForce={list.data} />
      </Suspense>
    );
  if (!list.error) return <Waiting />;
  return (
    <SectionPage title={t('settings.sections.tiers')} hint={t('settings.tiers.hint')}>
      <ErrorState
        title={t(`errors.${apiErrorOf(list.error).code}`)}
        retry={t('common.retry')}
        onRetry={() => void list.refetch()}
      />
    </SectionPage>
  );
}

function Waiting() {
  const t = useTranslations();
  return (
    <SectionPage title={t('settings.sections.tiers')} hint={t('settings.tiers.hint')}>
      <Skeleton lines={8} label={t('common.loading')} />
    </SectionPage>
  );
}

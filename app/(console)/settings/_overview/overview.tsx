'use client';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { apiErrorOf } from '@/app/_client/errors';
import { useMay } from '@/app/_client/me';
import { useTRPC } from '@/app/_client/trpc';
import type { SetupProgress } from '@/server/setup/progress';
import { ErrorState } from '@/ui/error-state';
import { Skeleton } from '@/ui/skeleton';
import { SectionPage } from '../_parts/section-page';
import { SECTIONS } from '../sections';
import { StepRow } from './step-row';
import { EXTRAS, nextStep, STEPS } from './steps';

/** Orders and people come from elsewhere while this page is open. */
const LOOK_EVERY_MS = 5_000;

/** The guide of whoever sets this up: why each step, what is done, what is next. */
export function Overview() {
  const t = useTranslations();
  const progress = useQuery({ ...useTRPC().setup.progress.queryOptions(), refetchInterval: LOOK_EVERY_MS });
  return (
    <SectionPage title={t('settings.sections.overview')} hint={t('settings.overview.hint')}>
      {progress.data ? (
        <Guide progress={progress.data} />
      ) : progress.error ? (
        <ErrorState
          title={t(`errors.${apiErrorOf(progress.error).code}`)}
          retry={t('common.retry')}
          onRetry={() => void progress.refetch()}
        />
      ) : (
        <Skeleton lines={8} label={t('common.loading')} />
      )}
    </SectionPage>
  );
}

function Guide({ progress }: { progress: SetupProgress }) {
  const t = useTranslations('settings.overview');
  const next = nextStep(progress);
  const done = STEPS.filter((step) => step.count(progress) > 0).length;
  return (
    <div className="flex max-w-[760px] flex-col gap-4 p-4">
      <p role="status" className="text-ink-2">
        {next ? t('doneOf', { done, total: STEPS.length, next: t(`${next.id}_title`) }) : t('allDone')}
      </p>
      <List label={t('steps')}>
        {STEPS.map((step) => (
          <StepRow key={step.id} step={step} progress={progress} isNext={step === next} />
        ))}
      </List>
      <h2 id="extras" className="font-semibold">
        {t('extras')}
      </h2>
      <List label={t('extras')}>
        {EXTRAS.map((step) => (
          <StepRow key={step.id} step={step} progress={progress} isNext={false} />
        ))}
      </List>
      <OtherWays />
    </div>
  );
}

function List({ label, children }: { label: string; children: ReactNode }) {
  return (
    <ol aria-label={label} className="divide-y divide-line overflow-hidden rounded-lg border border-line bg-surface">
      {children}
    </ol>
  );
}

/** Ways that skip steps: a file of settings from another installation, a file of orders. */
function OtherWays() {
  const t = useTranslations('settings.overview');
  const mayImport = useMay('imports.create');
  const hasTransfer = SECTIONS.some(({ id }) => id === 'transfer');
  const link = (href: string) => (chunks: ReactNode) => (
    <Link href={href} className="text-tide underline underline-offset-2">
      {chunks}
    </Link>
  );
  return (
    <div className="text-small text-ink-2">
      {hasTransfer && <p>{t.rich('fromElsewhere', { link: link('/settings/transfer') })}</p>}
      {mayImport && <p>{t.rich('fromFile', { link: link('/imports') })}</p>}
    </div>
  );
}

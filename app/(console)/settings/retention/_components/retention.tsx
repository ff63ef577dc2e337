'use client';
import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { apiErrorOf } from '@/app/_client/errors';
import { useMoment } from '@/app/_order/moment';
import type { PrivacyOverview } from '@/server/privacy/overview';
import type { PrivacySettings } from '@/server/privacy/settings';
import { Button } from '@/ui/button';
import { ErrorState } from '@/ui/error-state';
import { Skeleton } from '@/ui/skeleton';
import { FormDialog } from '../../_parts/form-dialog';
import { SectionPage } from '../../_parts/section-page';
import { useRetention, useSaveRetention } from '../_hooks/use-retention';
import { type Field, isShorter, typedOf, valuesOf } from '../_hooks/values';
import { KindTable } from './kind-table';
import { NumberField } from './number-field';

function LastRun({ overview }: { overview: PrivacyOverview }) {
  const t = useTranslations('privacy.retention');
  const moment = useMoment();
  const { ranAt, lastError } = overview;
  if (lastError !== null)
    return (
      <p role="alert" className="text-small text-red">
        {t('failed', { error: lastError })}
      </p>
    );
  return (
    <p className="text-small text-ink-3">{ranAt === null ? t('ranNever') : t('ranAt', { time: moment(ranAt) })}</p>
  );
}

/** What was typed stands until it is saved; settings that changed elsewhere meanwhile take its place. */
function RetentionForm({ overview }: { overview: PrivacyOverview }) {
  const t = useTranslations('privacy.retention');
  const { settings } = overview;
  const [typed, setTyped] = useState(() => typedOf(settings));
  const [asked, setAsked] = useState<PrivacySettings | null>(null);
  const { save, isBusy } = useSaveRetention();
  const type = (field: Field, text: string) => setTyped((before) => ({ ...before, [field]: text }));
  const values = valuesOf(typed);
  const isSame = JSON.stringify(typed) === JSON.stringify(typedOf(settings));
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (values === null || isBusy) return;
    const wanted = { ...values, version: settings.version };
    if (isShorter(settings, values)) setAsked(wanted);
    else void save(wanted);
  };
  const confirm = async (wanted: PrivacySettings) => {
    if (await save(wanted)) setAsked(null);
  };
  return (
    <form onSubmit={send} className="flex flex-col gap-4 p-4">
      <KindTable kinds={overview.kinds} typed={typed} onType={type} />
      <LastRun overview={overview} />
      <fieldset className="flex max-w-4xl flex-wrap items-end gap-x-6 gap-y-3 border-t border-line pt-3">
        <legend className="sr-only">{t('limits')}</legend>
        <NumberField field="revealsADay" label={t('aDay')} typed={typed} onType={type} />
        <NumberField field="revealsInTenMinutes" label={t('inTenMinutes')} typed={typed} onType={type} />
      </fieldset>
      <div className="flex items-center gap-3">
        <Button type="submit" variant="primary" disabled={isSame || values === null || isBusy}>
          {t('save')}
        </Button>
        {!isSame && <span className="text-small text-ink-2">{t('unsaved')}</span>}
      </div>
      {asked && (
        <FormDialog
          title={t('confirmTitle')}
          submit={t('confirmSave')}
          isDanger
          isBusy={isBusy}
          problem={null}
          onSubmit={() => void confirm(asked)}
          onClose={() => setAsked(null)}
        >
          <p>{t('confirm')}</p>
        </FormDialog>
      )}
    </form>
  );
}

/** How long personal data is kept, what is removed next, and how much of it one person may look at. */
export function Retention() {
  const t = useTranslations();
  const overview = useRetention();
  return (
    <SectionPage title={t('settings.sections.retention')} hint={t('privacy.retention.hint')}>
      {overview.data ? (
        <RetentionForm key={overview.data.settings.version} overview={overview.data} />
      ) : overview.error ? (
        <ErrorState
          title={t(`errors.${apiErrorOf(overview.error).code}`)}
          retry={t('common.retry')}
          onRetry={() => void overview.refetch()}
        />
      ) : (
        <Skeleton lines={8} label={t('common.loading')} />
      )}
    </SectionPage>
  );
}

'use client';
import { CircleCheck } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useEffect, useRef } from 'react';
import type { TransferReport } from '@/server/transfer/report';
import { Button } from '@/ui/button';
import { FileChooser } from '@/ui/file-chooser';
import { Skeleton } from '@/ui/skeleton';
import { type ImportState, useSettingsImport } from '../_hooks/use-settings-import';
import { ReportSections } from './report-sections';
import { UnreadableFile } from './unreadable-file';

/** A step that follows takes the focus, so that a screen reader says it and Tab goes on from there. */
function useFocusOnStep(step: ImportState['step']) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (step !== 'choose') box.current?.focus();
  }, [step]);
  return box;
}

const writes = ({ rows }: TransferReport): number =>
  rows.filter(({ effect }) => effect === 'add' || effect === 'change' || effect === 'remove').length;
const refusals = ({ rows }: TransferReport): number => rows.filter(({ effect }) => effect === 'refused').length;

/** Takes a file of settings: shows what it would do, and does that when asked to. */
export function ImportPart() {
  const t = useTranslations('settings.transfer');
  const { state, check, apply, startOver } = useSettingsImport();
  const box = useFocusOnStep(state.step);
  return (
    <section aria-labelledby="import" className="flex flex-col gap-2 rounded-lg border border-line bg-surface p-4">
      <h2 id="import" className="font-semibold">
        {t('import')}
      </h2>
      <p className="text-ink-2">{t('importText')}</p>
      {state.step === 'choose' ? (
        <FileChooser
          label={t('choose')}
          hint={t('chooseHint')}
          accept=".json,application/json"
          onChoose={(file) => void check(file)}
        />
      ) : (
        <div ref={box} tabIndex={-1} className="flex flex-col gap-3 outline-none">
          <p className="text-small text-ink-3">{state.file.name}</p>
          <Step state={state} />
          <div className="flex gap-2">
            {state.step === 'checked' && (
              <Button
                variant="primary"
                disabled={writes(state.report) === 0 || refusals(state.report) > 0}
                onClick={() => void apply(state.file)}
              >
                {t('apply', { count: writes(state.report) })}
              </Button>
            )}
            {state.step !== 'checking' && state.step !== 'applying' && (
              <Button onClick={startOver}>{t(state.step === 'applied' ? 'another' : 'cancel')}</Button>
            )}
          </div>
        </div>
      )}
    </section>
  );
}

/** What the step has to show. */
function Step({ state }: { state: Exclude<ImportState, { step: 'choose' }> }) {
  const t = useTranslations('settings.transfer');
  switch (state.step) {
    case 'checking':
    case 'applying':
      return <Skeleton lines={6} label={t(state.step)} />;
    case 'unreadable':
      return <UnreadableFile refusal={state.refusal} />;
    case 'checked':
    case 'applied':
      return (
        <>
          <Summary isApplied={state.step === 'applied'} report={state.report} />
          <ReportSections rows={state.report.rows} />
        </>
      );
  }
}

function Summary({ isApplied, report }: { isApplied: boolean; report: TransferReport }) {
  const t = useTranslations('settings.transfer');
  const [count, refused] = [writes(report), refusals(report)];
  if (refused > 0)
    return (
      <p role="alert" className="font-semibold text-red">
        {t('refused', { count: refused })}
      </p>
    );
  if (isApplied)
    return (
      <p role="status" className="flex items-center gap-1.5 font-semibold text-green">
        <CircleCheck aria-hidden size={16} />
        {t('applied', { count })}
      </p>
    );
  return (
    <p role="status" className="font-semibold">
      {count === 0 ? t('nothing') : t('would', { count })}
    </p>
  );
}

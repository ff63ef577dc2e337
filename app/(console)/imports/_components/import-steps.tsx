'use client';
import { useTranslations } from 'next-intl';
import { useEffect, useRef } from 'react';
import { Button } from '@/ui/button';
import { FileChooser } from '@/ui/file-chooser';
import { Skeleton } from '@/ui/skeleton';
import type { useImport } from '../_hooks/use-import';
import { ChangeTable } from './change-table';
import { FileSums } from './file-sums';
import { ImportOutcome } from './import-outcome';
import { ProblemList } from './problem-list';

type Current = ReturnType<typeof useImport>;
type Checked = Extract<Current['state'], { step: 'checked' }>;

/** A step that follows takes the focus, so that a screen reader says it and Tab goes on from there. */
function useFocusOnStep(step: string) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (step !== 'choose') box.current?.focus();
  }, [step]);
  return box;
}

/** The step an import stands at. */
export function ImportSteps({ current }: { current: Current }) {
  const t = useTranslations();
  const { state } = current;
  const box = useFocusOnStep(state.step);
  if (state.step === 'choose')
    return (
      <FileChooser
        label={t('imports.choose')}
        hint={t('imports.chooseHint')}
        accept=".csv,text/csv"
        onChoose={(file) => void current.check(file)}
      />
    );
  return (
    <div
      ref={box}
      tabIndex={-1}
      className="flex flex-col gap-3 rounded-lg border border-line bg-surface p-4 outline-none"
    >
      <h2 className="font-semibold">
        {t(`imports.step_${state.step}`)} <span className="font-normal text-ink-3">{state.file.name}</span>
      </h2>
      {(state.step === 'checking' || state.step === 'importing') && (
        <Skeleton lines={4} label={t(`imports.step_${state.step}`)} />
      )}
      {state.step === 'refused' && (
        <>
          <p role="alert" className="text-red">
            {t(state.error.problems.length > 0 ? 'imports.refused' : `errors.${state.error.code}`)}
          </p>
          <ProblemList problems={state.error.problems} total={state.error.total} />
        </>
      )}
      {state.step === 'checked' && <Preview current={current} state={state} />}
      {state.step === 'imported' && <ImportOutcome result={state.result} />}
      {(state.step === 'refused' || state.step === 'imported') && (
        <Button className="self-start" onClick={current.startOver}>
          {t('imports.another')}
        </Button>
      )}
    </div>
  );
}

function Preview({ current, state }: { current: Current; state: Checked }) {
  const t = useTranslations('imports');
  const { preview, file } = state;
  const isClean = preview.refused === 0;
  const willWrite = preview.effects.new + preview.effects.changed;
  return (
    <>
      <FileSums summary={preview} effects={preview.effects} />
      <ChangeTable changes={preview.changes} total={preview.effects.changed} />
      {!isClean && (
        <p role="alert" className="text-red">
          {t('refusedRows', { count: preview.refused })}
        </p>
      )}
      <ProblemList problems={preview.problems} total={preview.problems.length} />
      <div className="flex gap-2">
        {isClean && (
          <Button variant="primary" onClick={() => void current.confirm(file)}>
            {t(willWrite > 0 ? 'confirm' : 'confirmNothing', { count: willWrite })}
          </Button>
        )}
        <Button onClick={current.startOver}>{t('another')}</Button>
      </div>
    </>
  );
}

'use client';
import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';
import { apiErrorOf } from '@/app/_client/errors';
import type { FileView } from '@/server/imports/get';
import type { ImportOverview } from '@/server/imports/list';
import { Button } from '@/ui/button';
import { ErrorState } from '@/ui/error-state';
import { FileChooser } from '@/ui/file-chooser';
import { ProgressBar } from '@/ui/progress-bar';
import { Skeleton } from '@/ui/skeleton';
import { useFileVerbs, useFileView, type useImport } from '../_hooks/use-import';
import { FileDecision } from './file-decision';
import { FileMapping } from './file-mapping';
import { FileProgress } from './file-progress';
import { ImportOutcome } from './import-outcome';
import { ProblemList, ProblemTable } from './problem-list';

type Import = ReturnType<typeof useImport>;
type Shops = ImportOverview['shops'];

/** A step that follows takes the focus, so that a screen reader says it and Tab goes on from there. */
function useFocusOnStep(step: string) {
  const box = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: on every new step
  useEffect(() => {
    box.current?.focus();
  }, [step]);
  return box;
}

function Box({
  step,
  title,
  name,
  children,
}: {
  step: string;
  title: string;
  name: string;
  children: React.ReactNode;
}) {
  const box = useFocusOnStep(step);
  return (
    <div
      ref={box}
      tabIndex={-1}
      className="flex flex-col gap-3 rounded-lg border border-line bg-surface p-4 outline-none"
    >
      <h2 className="font-semibold">
        {title} <span className="font-normal text-ink-3">{name}</span>
      </h2>
      {children}
    </div>
  );
}

/** The step an import stands at. */
export function ImportSteps({ run, shops, isShopChosen }: { run: Import; shops: Shops; isShopChosen: boolean }) {
  const t = useTranslations();
  const { current } = run;
  if (current.step === 'choose')
    return (
      <FileChooser
        label={t('imports.choose')}
        hint={t(isShopChosen ? 'imports.chooseHint' : 'imports.chooseShopFirst')}
        isDisabled={!isShopChosen}
        accept=".csv,.txt,.xlsx,text/csv"
        onChoose={(file) => void run.choose(file)}
      />
    );
  if (current.step === 'sent') return <SentFile key={current.fileId} fileId={current.fileId} run={run} shops={shops} />;
  if (current.step === 'uploading') {
    const percent = Math.round(current.share * 100);
    return (
      <Box step="uploading" title={t('imports.step_uploading')} name={current.name}>
        <ProgressBar label={t('imports.step_uploading')} value={current.share} text={`${percent}%`} />
        <Button className="self-start" onClick={run.stopUpload}>
          {t('common.cancel')}
        </Button>
      </Box>
    );
  }
  return (
    <Box step="refused" title={t('imports.step_refused')} name={current.name}>
      <p role="alert" className="text-red">
        {t(`errors.${current.code}`)}
      </p>
      <Button className="self-start" onClick={run.startOver}>
        {t('imports.another')}
      </Button>
    </Box>
  );
}

function SentFile({ fileId, run, shops }: { fileId: string; run: Import; shops: Shops }) {
  const t = useTranslations();
  const view = useFileView(fileId);
  if (view.data) return <FileStep file={view.data} run={run} shops={shops} />;
  if (!view.error) return <Skeleton lines={4} label={t('common.loading')} />;
  return (
    <ErrorState
      title={t(`errors.${apiErrorOf(view.error).code}`)}
      retry={t('common.retry')}
      onRetry={() => void view.refetch()}
    />
  );
}

function Refused({ file }: { file: FileView }) {
  const t = useTranslations('imports');
  return (
    <>
      <p role="alert" className="text-red">
        {t('refused')}
      </p>
      {file.refusal && <ProblemTable problems={[file.refusal]} total={1} />}
    </>
  );
}

const ENDED = new Set(['done', 'cancelled', 'failed']);
const REMAPPABLE = new Set(['refused', 'checked']);

function FileStep({ file, run, shops }: { file: FileView; run: Import; shops: Shops }) {
  const t = useTranslations();
  const verbs = useFileVerbs(file);
  const [isMapping, setMapping] = useState(false);
  const { state } = file;
  const shop = shops.find(({ id }) => id === file.shopId);
  const error = verbs.confirm.error ?? verbs.cancel.error;
  const giveUp = () => verbs.cancel.mutate({ fileId: file.fileId });
  const isMapped = isMapping || state === 'unmapped';
  const canRemap = REMAPPABLE.has(state) && file.headings !== null && !isMapped;
  return (
    <Box
      step={isMapped ? 'mapping' : state}
      title={t(`imports.step_${isMapped ? 'unmapped' : state}`)}
      name={shop ? `${shop.name} · ${file.fileName}` : file.fileName}
    >
      {isMapped && (
        <FileMapping
          file={file}
          verbs={verbs}
          onClose={() => (state === 'unmapped' ? giveUp() : setMapping(false))}
          onSaved={() => setMapping(false)}
        />
      )}
      {!isMapped && <FileProgress file={file} />}
      {!isMapped && state === 'refused' && <Refused file={file} />}
      {!isMapped && state === 'checked' && <FileDecision file={file} verbs={verbs} />}
      {state === 'done' && <ImportOutcome file={file} />}
      {(state === 'done' || state === 'cancelled') && (
        <ProblemList fileId={file.fileId} fileName={file.fileName} total={file.summary?.problems ?? 0} />
      )}
      {state === 'cancelled' && <p className="text-ink-2">{t('imports.cancelledAfter', { count: file.stored })}</p>}
      {error && (
        <p role="alert" className="text-red">
          {t(`errors.${apiErrorOf(error).code}`)}
        </p>
      )}
      <div className="flex flex-wrap gap-2">
        {canRemap && <Button onClick={() => setMapping(true)}>{t('imports.mapping.change')}</Button>}
        {!ENDED.has(state) && !isMapped && (
          <Button disabled={verbs.cancel.isPending} onClick={giveUp}>
            {t(state === 'importing' || state === 'verifying' ? 'imports.stop' : 'imports.giveUp')}
          </Button>
        )}
        {!isMapped && <Button onClick={run.startOver}>{t('imports.another')}</Button>}
      </div>
    </Box>
  );
}

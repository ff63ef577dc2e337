'use client';
import { useTranslations } from 'next-intl';
import type { FileView } from '@/server/imports/get';
import { Button } from '@/ui/button';
import type { useFileVerbs } from '../_hooks/use-import';
import { ChangeTable } from './change-table';
import { FileSums } from './file-sums';
import { ProblemList } from './problem-list';

/** What taking a file would do, what is wrong with it, and the decision: all of it, what is good of it, or nothing. */
export function FileDecision({ file, verbs }: { file: FileView; verbs: ReturnType<typeof useFileVerbs> }) {
  const t = useTranslations('imports');
  const { summary, fileId, layout } = file;
  if (summary === null) return null;
  const { refused, effects, orders } = summary;
  const willWrite = effects.new + effects.changed;
  const take = (how: 'whole' | 'good') => verbs.confirm.mutate({ fileId, take: how });
  return (
    <>
      <p className="text-small text-ink-3">{layout?.formatId ? t(`format.${layout.formatId}`) : t('format.mapped')}</p>
      <FileSums summary={summary} effects={effects} />
      <ChangeTable changes={summary.changes} total={effects.changed} />
      {refused > 0 && (
        <p role="alert" className="text-red">
          {t('refusedRows', { count: refused })}
        </p>
      )}
      <ProblemList fileId={fileId} fileName={file.fileName} total={summary.problems} />
      {refused === 0 && orders > 0 && (
        <Button
          variant="primary"
          className="self-start"
          disabled={verbs.confirm.isPending}
          onClick={() => take('whole')}
        >
          {t(willWrite > 0 ? 'confirm' : 'confirmNothing', { count: willWrite })}
        </Button>
      )}
      {refused > 0 && orders > 0 && (
        <Button className="self-start" disabled={verbs.confirm.isPending} onClick={() => take('good')}>
          {t('takeGood', { count: orders })}
        </Button>
      )}
    </>
  );
}

'use client';
import { useTranslations } from 'next-intl';
import { ExportMenu } from '@/app/_client/export-menu';
import { useMoment } from '@/app/_order/moment';
import { yuanText } from '@/app/_order/money';
import type { ImportOverview, ImportRun } from '@/server/imports/list';
import { Chip } from '@/ui/chip';

const COLUMNS = ['when', 'file', 'shop', 'who', 'rows', 'new', 'changed', 'amount', 'end'] as const;

function endOf({ finishedAt, isCancelled, rowsRefused }: ImportRun) {
  if (finishedAt === null) return 'unfinished';
  if (isCancelled) return 'cancelled';
  return rowsRefused > 0 ? 'finishedWithout' : 'finished';
}

function RunRow({ run }: { run: ImportRun }) {
  const t = useTranslations('imports');
  const moment = useMoment();
  const numbers = [run.rowsTotal, run.rowsNew, run.rowsChanged] as const;
  return (
    <tr className="border-t border-line">
      <td className="px-2 py-1 whitespace-nowrap text-ink-2">{moment(run.createdAt)}</td>
      <td className="px-2 py-1 break-all">{run.fileName}</td>
      <td className="px-2 py-1">{run.shopName}</td>
      <td className="px-2 py-1">{run.actorName ?? t('commandLine')}</td>
      {COLUMNS.slice(4, 7).map((column, index) => (
        <td key={column} className="px-2 py-1 text-right">
          {(numbers[index] ?? 0).toLocaleString('en')}
        </td>
      ))}
      <td className="px-2 py-1 text-right">{yuanText(run.amountFen)}</td>
      <td className="px-2 py-1">
        <Chip tone={endOf(run) === 'finished' ? 'green' : 'amber'}>{t(endOf(run), { count: run.rowsRefused })}</Chip>
      </td>
    </tr>
  );
}

/** What was imported before, newest first. */
export function RunList({ runs }: Pick<ImportOverview, 'runs'>) {
  const t = useTranslations('imports');
  return (
    <section aria-label={t('runs')} className="rounded-lg border border-line bg-surface p-4">
      <div className="mb-2 flex items-center justify-between gap-2">
        <h2 className="font-semibold">{t('runs')}</h2>
        {runs.length > 0 && <ExportMenu list="imports" filter={{}} />}
      </div>
      {runs.length === 0 ? (
        <p className="text-ink-3">{t('runsNone')}</p>
      ) : (
        <div className="overflow-auto">
          <table className="w-full text-left">
            <thead className="text-small text-ink-3">
              <tr>
                {COLUMNS.map((column, index) => (
                  <th
                    key={column}
                    scope="col"
                    className={`px-2 py-1 font-normal whitespace-nowrap ${index >= 4 && index < 8 ? 'text-right' : ''}`}
                  >
                    {t(`run_${column}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {runs.map((run) => (
                <RunRow key={run.runId} run={run} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

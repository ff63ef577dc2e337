'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { saveFile } from '@/app/_client/save-file';
import { useTRPC } from '@/app/_client/trpc';
import { BYTE_ORDER_MARK, csvLine } from '@/domain/files/csv-line';
import type { Problem } from '@/server/channels/csv/columns';
import { Button } from '@/ui/button';
import { useReasonText } from './reason-text';

const COLUMNS = ['row', 'column', 'value', 'reason'] as const;
const LISTED = 100;
const PAGE = 2_000;

function useRowText(): (row: number) => string {
  const t = useTranslations('imports');
  return (row) => (row === 0 ? t('header') : String(row));
}

/** The first of what is wrong: row, column, the value, and why. */
export function ProblemTable({ problems, total }: { problems: readonly Problem[]; total: number }) {
  const t = useTranslations('imports');
  const reasonText = useReasonText();
  const rowText = useRowText();
  if (problems.length === 0) return null;
  return (
    <section
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls is reached by key
      tabIndex={0}
      aria-label={t('problemsTitle')}
      className="max-h-80 overflow-auto rounded-md border border-red-line"
    >
      <table className="w-full text-left">
        <caption className="p-2 text-left text-small text-ink-2">
          {t('problems', { shown: problems.length, total })}
        </caption>
        <thead className="text-small text-ink-3">
          <tr>
            {COLUMNS.map((column) => (
              <th key={column} scope="col" className="px-2 py-1 font-normal">
                {t(`problem_${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {problems.map(({ row, column, value, reason }) => (
            <tr key={`${row} ${column} ${reason}`} className="border-t border-line">
              <td className="px-2 py-1">{rowText(row)}</td>
              <td className="px-2 py-1 whitespace-nowrap">{column || '—'}</td>
              <td className="px-2 py-1 break-all">{value || '—'}</td>
              <td className="px-2 py-1 text-red">{reasonText(reason)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** All of what is wrong with a file as a CSV file, in the page's language. */
function useProblemFile(fileId: string, fileName: string) {
  const t = useTranslations('imports');
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const reasonText = useReasonText();
  const rowText = useRowText();
  return async () => {
    const lines = [BYTE_ORDER_MARK, csvLine(COLUMNS.map((column) => t(`problem_${column}`)))];
    let after: string | undefined;
    do {
      const page = await queryClient.fetchQuery(
        trpc.imports.problems.queryOptions({ fileId, limit: PAGE, ...(after !== undefined && { after }) }),
      );
      for (const { row, column, value, reason } of page.problems)
        lines.push(csvLine([rowText(row), column, value, reasonText(reason)]));
      after = page.next ?? undefined;
    } while (after !== undefined);
    const name = `${fileName.replace(/\.[^.]{1,5}$/u, '')}-${t('problemsTitle')}.csv`;
    saveFile(name, lines.join(''), 'text/csv');
  };
}

/** Everything that is wrong with the rows of a file, and a way to take the list away. */
export function ProblemList({ fileId, fileName, total }: { fileId: string; fileName: string; total: number }) {
  const t = useTranslations();
  const [hasFailed, setFailed] = useState(false);
  const listed = useQuery(useTRPC().imports.problems.queryOptions({ fileId, limit: LISTED }));
  const download = useProblemFile(fileId, fileName);
  if (total === 0) return null;
  return (
    <>
      <ProblemTable problems={listed.data?.problems ?? []} total={total} />
      <Button
        className="self-start"
        onClick={() => {
          setFailed(false);
          download().catch(() => setFailed(true));
        }}
      >
        {t('imports.problemFile')}
      </Button>
      {(hasFailed || listed.error) && (
        <p role="alert" className="text-red">
          {t('errors.internal')}
        </p>
      )}
    </>
  );
}

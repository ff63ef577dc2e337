'use client';
import { useTranslations } from 'next-intl';
import type { Problem } from '@/server/channels/csv/columns';
import { useReasonText } from './reason-text';

/** Everything that is wrong with a file: line, column, the value, and why. */
export function ProblemList({ problems, total }: { problems: readonly Problem[]; total: number }) {
  const t = useTranslations('imports');
  const reasonText = useReasonText();
  if (problems.length === 0) return null;
  return (
    <div className="max-h-80 overflow-auto rounded-md border border-red-line">
      <table className="w-full text-left">
        <caption className="p-2 text-left text-small text-ink-2">
          {t('problems', { shown: problems.length, total })}
        </caption>
        <thead className="text-small text-ink-3">
          <tr>
            {(['line', 'column', 'value', 'reason'] as const).map((column) => (
              <th key={column} scope="col" className="px-2 py-1 font-normal">
                {t(`problem_${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {problems.map(({ line, column, value, reason }) => (
            <tr key={`${line} ${column} ${reason}`} className="border-t border-line">
              <td className="px-2 py-1">{line}</td>
              <td className="px-2 py-1 whitespace-nowrap">{column || '—'}</td>
              <td className="px-2 py-1 break-all">{value || '—'}</td>
              <td className="px-2 py-1 text-red">{reasonText(reason)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

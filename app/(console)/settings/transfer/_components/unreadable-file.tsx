'use client';
import { useTranslations } from 'next-intl';
import type { SendAnswer } from '../_hooks/send-file';

const KNOWN = ['not-json', 'twice', 'unrecognized_keys', 'too_big', 'too_small', 'invalid_format'] as const;

/** Why a file was not read: each place in it, and what is wrong there. */
export function UnreadableFile({ refusal }: { refusal: Extract<SendAnswer, { code: string }> }) {
  const t = useTranslations();
  const textOf = (problem: string) => {
    const known = KNOWN.find((key) => key === problem);
    return t(`settings.transfer.wrong_${known ?? 'other'}`);
  };
  if (refusal.problems.length === 0)
    return (
      <p role="alert" className="font-semibold text-red">
        {t(`errors.${refusal.code}`)}
      </p>
    );
  return (
    <div role="alert" className="flex flex-col gap-2">
      <p className="font-semibold text-red">{t('settings.transfer.unreadable')}</p>
      <div className="max-h-80 overflow-auto rounded-md border border-red-line">
        <table className="w-full text-left">
          <thead className="text-small text-ink-3">
            <tr>
              {(['place', 'problem'] as const).map((column) => (
                <th key={column} scope="col" className="px-2 py-1 font-normal">
                  {t(`settings.transfer.column_${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {refusal.problems.map(({ path, problem }) => (
              <tr key={`${path} ${problem}`} className="border-t border-line">
                <td className="px-2 py-1 break-all">{path || t('settings.transfer.wholeFile')}</td>
                <td className="px-2 py-1 text-red">{textOf(problem)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}

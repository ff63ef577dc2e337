'use client';
import { CircleCheck, TriangleAlert } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { yuanText } from '@/app/_order/money';
import type { CheckSummary } from '@/server/imports/check';
import type { FileView } from '@/server/imports/get';
import type { StoredSums } from '@/server/imports/progress';
import { FileSums } from './file-sums';

function Comparison({ summary, inDatabase }: { summary: CheckSummary; inDatabase: StoredSums }) {
  const t = useTranslations('imports');
  const lines = [
    [t('orders'), summary.orders.toLocaleString('en'), inDatabase.orders.toLocaleString('en')],
    [t('amount'), yuanText(summary.amountFen), yuanText(inDatabase.amountFen)],
    [t('paid'), yuanText(summary.paidFen), yuanText(inDatabase.paidFen)],
    [t('refund'), yuanText(summary.refundFen), yuanText(inDatabase.refundFen)],
  ] as const;
  return (
    <table className="self-start text-right">
      <thead className="text-small text-ink-3">
        <tr>
          <td />
          <th scope="col" className="px-4 font-normal">
            {t('inFile')}
          </th>
          <th scope="col" className="px-4 font-normal">
            {t('inDatabase')}
          </th>
        </tr>
      </thead>
      <tbody>
        {lines.map(([label, inFile, stored]) => (
          <tr key={label} className="border-t border-line">
            <th scope="row" className="py-1 text-left font-normal text-ink-2">
              {label}
            </th>
            <td className="px-4 py-1">{inFile}</td>
            <td className={`px-4 py-1 ${inFile === stored ? '' : 'font-semibold text-amber'}`}>{stored}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** What an import did, and whether the orders in the database now agree with the file to the fen. */
export function ImportOutcome({ file }: { file: FileView }) {
  const t = useTranslations('imports');
  const { summary, effects, inDatabase, isEqual, unreadable } = file;
  if (summary === null || effects === null || inDatabase === null) return null;
  const Sign = isEqual ? CircleCheck : TriangleAlert;
  return (
    <>
      <p role="status" className={`flex items-center gap-2 font-semibold ${isEqual ? 'text-green' : 'text-amber'}`}>
        <Sign aria-hidden size={16} />
        {t(isEqual ? 'isEqual' : 'isNotEqual')}
      </p>
      <FileSums summary={summary} effects={effects} />
      <Comparison summary={summary} inDatabase={inDatabase} />
      {summary.refused > 0 && <p className="text-amber">{t('leftOut', { count: summary.refused })}</p>}
      {unreadable > 0 && <p className="text-amber">{t('unreadable', { count: unreadable })}</p>}
      <Link href="/orders" className="self-start text-tide underline underline-offset-2">
        {t('toOrders')}
      </Link>
    </>
  );
}

'use client';
import { useTranslations } from 'next-intl';
import { yuanText } from '@/app/_order/money';
import type { SectionProps } from '../sections';

/** What was ordered, line by line. */
export function Goods({ page }: SectionProps) {
  const t = useTranslations('orderPage');
  const { lines } = page.order;
  if (lines.length === 0) return <p className="text-ink-3">{t('linesNone')}</p>;
  return (
    <table className="w-full text-left">
      <thead className="text-small text-ink-3">
        <tr>
          <th scope="col" className="py-1 font-normal">
            {t('column_title')}
          </th>
          <th scope="col" className="py-1 pl-3 text-right font-normal whitespace-nowrap">
            {t('column_quantity')}
          </th>
          <th scope="col" className="py-1 pl-3 text-right font-normal whitespace-nowrap">
            {t('column_unitPrice')}
          </th>
          <th scope="col" className="py-1 pl-3 text-right font-normal whitespace-nowrap">
            {t('column_paid')}
          </th>
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => (
          <tr key={line.lineNo} className="border-t border-line align-top">
            <td className="py-1">
              {line.title || line.sku}
              <span className="block text-small text-ink-3">{[line.spec, line.sku].filter(Boolean).join(' · ')}</span>
            </td>
            <td className="py-1 pl-3 text-right whitespace-nowrap">
              {line.quantity}
              {line.refundedQuantity !== undefined && (
                <span className="block text-small text-red">
                  {t('refundedPieces', { count: line.refundedQuantity })}
                </span>
              )}
            </td>
            <td className="py-1 pl-3 text-right whitespace-nowrap">{yuanText(line.unitPriceFen)}</td>
            <td className="py-1 pl-3 text-right whitespace-nowrap">{yuanText(line.paidFen)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

'use client';
import { useTranslations } from 'next-intl';
import { useMoment } from '@/app/_order/moment';
import { yuanText } from '@/app/_order/money';
import type { CheckSummary } from '@/server/imports/check';
import type { EffectCounts } from '@/server/imports/effects';

const EFFECTS = ['new', 'changed', 'same', 'older'] as const;

/** What a file holds, in rows and money, and what its rows do: new, changed, already known, older than what is known. */
export function FileSums({ summary, effects }: { summary: CheckSummary; effects: EffectCounts }) {
  const t = useTranslations('imports');
  const moment = useMoment();
  const figures = [
    [t('rows'), summary.rows.toLocaleString('en')],
    [t('orders'), summary.orders.toLocaleString('en')],
    ...EFFECTS.map((effect) => [t(`effect_${effect}`), effects[effect].toLocaleString('en')]),
    [t('amount'), yuanText(summary.amountFen)],
    [t('paid'), yuanText(summary.paidFen)],
    [t('refund'), yuanText(summary.refundFen)],
  ] as const;
  return (
    <>
      <dl className="grid grid-cols-2 gap-x-6 gap-y-2 sm:grid-cols-4">
        {figures.map(([label, value]) => (
          <div key={label}>
            <dt className="text-small text-ink-3">{label}</dt>
            <dd className="text-lead font-semibold">{value}</dd>
          </div>
        ))}
      </dl>
      {summary.from !== null && summary.to !== null && (
        <p className="text-small text-ink-3">
          {t('placedBetween', { from: moment(summary.from), to: moment(summary.to) })}
        </p>
      )}
    </>
  );
}

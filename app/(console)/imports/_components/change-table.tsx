'use client';
import { useTranslations } from 'next-intl';
import { useMoment } from '@/app/_order/moment';
import { yuanText } from '@/app/_order/money';
import type { ChangedOrder } from '@/server/imports/check';
import type { OrderLook } from '@/server/imports/diff-rows';

const FIELDS = ['status', 'paidAt', 'amountFen', 'paidFen', 'refundFen', 'province'] as const;

function useLookText(): (look: OrderLook, field: (typeof FIELDS)[number]) => string {
  const t = useTranslations('terms');
  const moment = useMoment();
  return (look, field) => {
    if (field === 'status') return look.status === null ? '—' : t(`status.${look.status}`);
    if (field === 'paidAt') return look.paidAt === null ? '—' : moment(look.paidAt);
    if (field === 'province') return look.province || '—';
    return yuanText(look[field]);
  };
}

function Change({ change }: { change: ChangedOrder }) {
  const textOf = useLookText();
  const t = useTranslations('imports');
  const { orderNo, before, after } = change;
  const differing = FIELDS.filter((field) => textOf(before, field) !== textOf(after, field));
  return (
    <tr className="border-t border-line align-top">
      <th scope="row" className="py-1 pr-4 font-semibold whitespace-nowrap">
        {orderNo}
      </th>
      <td className="py-1">
        {differing.map((field) => (
          <p key={field}>
            <span className="text-ink-3">{t(`field_${field}`)} </span>
            <del className="text-ink-3">{textOf(before, field)}</del>
            <span aria-hidden className="text-ink-3">
              {' → '}
            </span>
            <ins className="font-semibold no-underline">{textOf(after, field)}</ins>
          </p>
        ))}
        {differing.length === 0 && <span className="text-ink-3">{t('changedInside')}</span>}
      </td>
    </tr>
  );
}

/** The orders that would change, field by field: as they are, and as they would be. */
export function ChangeTable({ changes, total }: { changes: readonly ChangedOrder[]; total: number }) {
  const t = useTranslations('imports');
  if (changes.length === 0) return null;
  return (
    <details open>
      <summary className="cursor-pointer text-small font-semibold text-ink-2">
        {t('changes', { shown: changes.length, total })}
      </summary>
      <div className="mt-1 max-h-72 overflow-auto">
        <table className="w-full text-left">
          <tbody>
            {changes.map((change) => (
              <Change key={change.orderNo} change={change} />
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}

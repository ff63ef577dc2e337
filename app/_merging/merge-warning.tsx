'use client';
import { Combine } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useMoment } from '@/app/_order/moment';
import type { OrderMerging } from '@/server/merges/of-order';
import { useMerging } from './use-merging';
import { warningOf } from './warning-of';

/** The warning in words; where no warehouse is told to put parcels together, that it is for people. */
function useWarningText(): (merging: OrderMerging) => string | null {
  const t = useTranslations('merging');
  const moment = useMoment();
  return (merging) => {
    const warning = warningOf(merging);
    if (warning === null) return null;
    const { parcels, leavesAt, waitMinutes } = merging;
    const said = t(warning.key, {
      ...{ count: warning.count, parcels, minutes: waitMinutes },
      time: moment(leavesAt ?? 0),
    });
    const isByHand = merging.atOnce === 'no-warehouse' && warning.key !== 'leftApart';
    return isByHand ? `${said} ${t('byHand')}` : said;
  };
}

/** Says that an order leaves, has left, or would leave, without others of its buyer that could go with it. */
export function MergeWarning({ orderId }: { orderId: string }) {
  const t = useTranslations('merging');
  const textOf = useWarningText();
  const { data } = useMerging(orderId);
  const words = data ? textOf(data) : null;
  if (words === null) return null;
  return (
    <p
      role="status"
      className="flex shrink-0 flex-wrap items-center gap-x-2 border-y border-amber-line bg-amber-soft px-4 py-1 text-small text-amber"
    >
      <Combine aria-hidden size={14} className="shrink-0" />
      {words}
      <Link href={`/orders/${orderId}#section-merging`} className="font-semibold underline underline-offset-2">
        {t('look')}
      </Link>
    </p>
  );
}

/** Beside the decision that releases a held order: that it sends several parcels. */
export function ReleaseWarning({ orderId }: { orderId: string }) {
  const textOf = useWarningText();
  const { data } = useMerging(orderId);
  if (!data || warningOf(data)?.key !== 'heldApart') return null;
  return (
    <p className="mt-2 flex items-start gap-1.5 text-small text-amber">
      <Combine aria-hidden size={14} className="mt-0.5 shrink-0" />
      {textOf(data)}
    </p>
  );
}

'use client';
import { Combine } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useMoment } from '@/app/_order/moment';
import type { OrderMerging } from '@/server/merges/of-order';
import { useMerging } from './use-merging';

/** What nobody has merged yet, of those that no person wants apart. */
export const unmergedOf = ({ candidates, isKeptApart, leavesAt }: OrderMerging) =>
  isKeptApart || leavesAt === null ? [] : candidates.filter((one) => !one.isKeptApart);

/** Says that an order leaves, or has left, without others of its buyer that could go with it. */
export function MergeWarning({ orderId }: { orderId: string }) {
  const t = useTranslations('merging');
  const moment = useMoment();
  const { data } = useMerging(orderId);
  if (!data) return null;
  const count = unmergedOf(data).length;
  const words =
    count > 0
      ? t('unmerged', { count, time: moment(data.leavesAt ?? 0) })
      : data.leftApartFrom.length > 0
        ? t('leftApart', { count: data.leftApartFrom.length })
        : null;
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

'use client';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { useMoment } from '@/app/_order/moment';
import { yuanText } from '@/app/_order/money';
import type { MergeMate } from '@/server/merges/of-order';

/** Another order of the buyer, with the way to it. */
export function MateLine({
  mate,
  isThis = false,
  children,
}: {
  mate: MergeMate;
  isThis?: boolean;
  children?: ReactNode;
}) {
  const t = useTranslations('merging');
  const moment = useMoment();
  return (
    <span className="flex min-w-0 flex-1 flex-wrap items-center gap-x-2">
      {isThis ? (
        <b className="font-semibold">{t('thisOrder', { orderNo: mate.orderNo })}</b>
      ) : (
        <Link href={`/orders/${mate.orderId}`} className="break-all text-tide underline underline-offset-2">
          {mate.orderNo}
        </Link>
      )}
      <span>{yuanText(mate.amountFen)}</span>
      <time dateTime={new Date(mate.placedAt).toISOString()} className="text-small text-ink-3">
        {moment(mate.placedAt)}
      </time>
      {children}
    </span>
  );
}

export function MateLines({ mates, thisId }: { mates: readonly MergeMate[]; thisId?: string }) {
  return (
    <ul className="flex flex-col gap-0.5">
      {mates.map((mate) => (
        <li key={mate.orderId}>
          <MateLine mate={mate} isThis={mate.orderId === thisId} />
        </li>
      ))}
    </ul>
  );
}

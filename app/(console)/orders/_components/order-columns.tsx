'use client';
import { Zap } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { type ReactNode, useMemo } from 'react';
import { useServerNow } from '@/app/_client/clock';
import { ApartChip } from '@/app/_merging/apart-chip';
import { useMoment } from '@/app/_order/moment';
import { yuanText } from '@/app/_order/money';
import { RiskChip } from '@/app/_order/risk-chips';
import { ConflictChip } from '@/app/_outside/conflict-chip';
import { STAGE_LIMITS } from '@/domain/clocks/stage-limits';
import { reviewShown } from '@/domain/order/review-shown';
import { shipDueOf } from '@/domain/order/stage-due';
import type { OrderListRow } from '@/server/orders/list';
import { Chip, type ChipTone } from '@/ui/chip';
import { clockText } from '@/ui/duration';
import type { TableColumn } from '@/ui/virtual-table';

type Cell = { readonly row: OrderListRow };

const CLASS_TONES: Readonly<Record<string, ChipTone>> = { confirm: 'amber', abnormal: 'red', urgent: 'red' };
const REVIEW_TONES: Readonly<Record<string, ChipTone>> = { held: 'amber', rejected: 'red', released: 'green' };

function NumberCell({ row }: Cell) {
  const t = useTranslations('orderList');
  return (
    <span className="flex items-center gap-1.5">
      <Link href={`/orders/${row.orderId}`} prefetch={false} className="truncate font-semibold">
        {row.orderNo}
      </Link>
      {row.isUrgent && <Zap role="img" aria-label={t('urgent')} size={14} className="shrink-0 fill-current text-red" />}
      {row.isInConflict && <ConflictChip isShort />}
      {row.isApart && <ApartChip />}
      {row.marks.map((kind) => (
        <RiskChip key={kind} kind={kind} isShort />
      ))}
      {row.isHistory && <Chip>{t('history')}</Chip>}
    </span>
  );
}

function StageCell({ row }: Cell) {
  const t = useTranslations('terms');
  const now = useServerNow();
  if (row.stage === null) return <span className="text-ink-3">—</span>;
  const waitedMs = row.stageSince === null || row.isHistory || now === 0 ? null : Math.max(0, now - row.stageSince);
  const isLate = waitedMs !== null && row.stage !== 'payment' && waitedMs > STAGE_LIMITS[row.stage].warnMs;
  const due = now === 0 || row.isHistory ? null : shipDueOf({ ...row, now });
  return (
    <span className="flex items-baseline justify-between gap-2">
      <span className="truncate">{t(`stage.${row.stage}`)}</span>
      {due !== null && row.shipBy !== null ? (
        <Chip tone={due === 'passed' ? 'red' : 'amber'}>
          {t(`shipDue.${due}`, { time: clockText(Math.abs(row.shipBy - now)) })}
        </Chip>
      ) : null}
      {due === null && waitedMs !== null && (
        <span className={`text-small ${isLate ? 'font-semibold text-red' : 'text-ink-3'}`}>{clockText(waitedMs)}</span>
      )}
    </span>
  );
}

function AmountCell({ row }: Cell) {
  const t = useTranslations('orderList');
  const isPaidOtherwise = row.paidFen !== null && row.paidFen !== row.amountFen;
  return (
    <span title={isPaidOtherwise ? t('paid', { amount: yuanText(row.paidFen) }) : undefined}>
      {yuanText(row.amountFen)}
      {isPaidOtherwise && (
        <span aria-hidden className="ml-1 text-tiny text-ink-3">
          ≠
        </span>
      )}
    </span>
  );
}

function ClassCell({ row }: Cell) {
  const t = useTranslations('terms');
  if (row.class === null) return <span className="text-ink-3">—</span>;
  return <Chip tone={CLASS_TONES[row.class] ?? 'neutral'}>{t(`class.${row.class}`)}</Chip>;
}

function CardCell({ row }: Cell) {
  const t = useTranslations('orderList');
  if (row.openTaskId === null) return <span className="text-ink-3">—</span>;
  return (
    <Link href={`/desk?task=${row.openTaskId}`} prefetch={false} className="text-tide underline underline-offset-2">
      {t('openCard')}
    </Link>
  );
}

function ReviewCell({ row }: Cell) {
  const t = useTranslations('terms');
  return <Chip tone={REVIEW_TONES[row.review] ?? 'neutral'}>{t(`review.${reviewShown(row.review, row.state)}`)}</Chip>;
}

function RegionCell({ row }: Cell) {
  const t = useTranslations('terms');
  return [t(`region.${row.region ?? 'unknown'}`), row.province].filter(Boolean).join(' · ');
}

const PlacedCell = ({ row }: Cell) => <span className="text-ink-2">{useMoment()(row.placedAt)}</span>;

/** The columns of the order list in the page's language. */
export function useOrderColumns(): readonly TableColumn<OrderListRow>[] {
  const t = useTranslations('orderList');
  const terms = useTranslations('terms');
  return useMemo(() => {
    const column = (id: string, width: number, cell: (row: OrderListRow) => ReactNode, isNumber = false) => ({
      ...{ id, width, cell, isNumber },
      header: t(`column_${id}`),
    });
    return [
      column('number', 210, (row) => <NumberCell row={row} />),
      column('shop', 172, (row) => (
        <>
          {terms(`platform.${row.platform}`)} <span className="text-ink-3">{row.shopName}</span>
        </>
      )),
      column('who', 72, (row) => row.who || '—'),
      column('amount', 98, (row) => <AmountCell row={row} />, true),
      column('stage', 190, (row) => <StageCell row={row} />),
      column('state', 90, (row) => terms(`state.${row.state}`)),
      column('class', 98, (row) => <ClassCell row={row} />),
      column('review', 132, (row) => <ReviewCell row={row} />),
      column('region', 124, (row) => <RegionCell row={row} />),
      column('placed', 94, (row) => <PlacedCell row={row} />),
      column('card', 96, (row) => <CardCell row={row} />),
    ];
  }, [t, terms]);
}

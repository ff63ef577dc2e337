'use client';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { apiErrorOf } from '@/app/_client/errors';
import { ExportMenu } from '@/app/_client/export-menu';
import { useMoment } from '@/app/_order/moment';
import { ConflictSides } from '@/app/_outside/conflict-sides';
import { TakeSide } from '@/app/_outside/take-side';
import { CONFLICT_KINDS } from '@/domain/order/conflicts';
import type { ConflictRow } from '@/server/conflicts/list';
import { Button } from '@/ui/button';
import { EmptyState } from '@/ui/empty-state';
import { ErrorState } from '@/ui/error-state';
import { Skeleton } from '@/ui/skeleton';
import { useConflicts } from '../_hooks/use-conflicts';

/** The orders on which sources contradict each other: who says what since when, and taking a side. */
export function ConflictTray() {
  const t = useTranslations('conflicts');
  const [kind, setKind] = useQueryState('kind', parseAsStringLiteral(CONFLICT_KINDS));
  const list = useConflicts(kind);
  return (
    <section aria-label={t('title')} className="flex min-h-0 flex-1 flex-col">
      <header className="flex flex-col gap-1.5 border-b border-line bg-surface px-4 py-2">
        <div className="flex items-baseline gap-3">
          <h1 className="text-lead font-semibold">{t('title')}</h1>
          <span className="text-ink-2" data-total={list.total ?? ''}>
            {list.total !== null && t('total', { count: list.total })}
          </span>
          <Link href="/orders?isInConflict=true" className="ml-auto text-tide underline underline-offset-2">
            {t('asList')}
          </Link>
          <ExportMenu list="conflicts" filter={{ kind }} />
        </div>
        <search aria-label={t('filters')} className="flex flex-wrap gap-1.5">
          {CONFLICT_KINDS.map((one) => (
            <Button
              key={one}
              size="small"
              isPressed={kind === one}
              onClick={() => void setKind(kind === one ? null : one)}
            >
              {t(`kind_${one}`)} <span className="text-ink-3">{list.byKind[one] ?? 0}</span>
            </Button>
          ))}
        </search>
      </header>
      <Rows list={list} isFiltered={kind !== null} />
    </section>
  );
}

function Rows({ list, isFiltered }: { list: ReturnType<typeof useConflicts>; isFiltered: boolean }) {
  const t = useTranslations();
  if (list.isLoading) return <Skeleton lines={6} label={t('common.loading')} />;
  if (list.error && list.rows.length === 0)
    return (
      <ErrorState title={t(`errors.${apiErrorOf(list.error).code}`)} retry={t('common.retry')} onRetry={list.refresh} />
    );
  if (list.rows.length === 0)
    return (
      <EmptyState title={t('conflicts.none')} hint={t(isFiltered ? 'conflicts.noneOfKind' : 'conflicts.noneHint')} />
    );
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="min-h-0 flex-1 overflow-auto p-3" tabIndex={0} aria-label={t('conflicts.title')}>
      <ul className="flex flex-col gap-2">
        {list.rows.map((row) => (
          <TrayRow key={row.orderId} row={row} />
        ))}
      </ul>
      {list.hasMore && (
        <div className="flex justify-center py-3">
          <Button onClick={list.loadMore}>{t('conflicts.more')}</Button>
        </div>
      )}
    </section>
  );
}

function TrayRow({ row }: { row: ConflictRow }) {
  const t = useTranslations();
  const moment = useMoment();
  return (
    <li data-order={row.orderNo} className="rounded-lg border border-line bg-surface px-3 py-2">
      <p className="flex flex-wrap items-baseline gap-x-3">
        <Link href={`/orders/${row.orderId}`} prefetch={false} className="font-semibold text-tide hover:underline">
          {row.orderNo}
        </Link>
        <span>
          {t(`terms.platform.${row.platform}`)} <span className="text-ink-3">{row.shopName}</span>
        </span>
        <span className="text-ink-2">{row.who}</span>
        <time dateTime={new Date(row.since).toISOString()} className="ml-auto text-small text-ink-3">
          {t('conflicts.openSince', { time: moment(row.since) })}
        </time>
      </p>
      {row.conflicts.map((conflict) => (
        <div
          key={conflict.kind}
          className="mt-1.5 flex flex-wrap items-start gap-x-6 gap-y-1 border-t border-line pt-1.5"
        >
          <h2 className="w-52 shrink-0 font-semibold">{t(`conflicts.kind_${conflict.kind}`)}</h2>
          <div className="min-w-60 flex-1">
            <ConflictSides kind={conflict.kind} sides={conflict.sides} />
          </div>
          <TakeSide shown={{ orderId: row.orderId, ...conflict }} />
        </div>
      ))}
    </li>
  );
}

'use client';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useQueryStates } from 'nuqs';
import { useCallback, useMemo } from 'react';
import { type Command, useCommands } from '@/app/_client/commands';
import { apiErrorOf } from '@/app/_client/errors';
import { ExportMenu } from '@/app/_client/export-menu';
import { filterOf, ORDER_PARAMS } from '@/app/_order/order-params';
import type { OrderListRow } from '@/server/orders/list';
import { Button } from '@/ui/button';
import { EmptyState } from '@/ui/empty-state';
import { ErrorState } from '@/ui/error-state';
import { Skeleton } from '@/ui/skeleton';
import { VirtualTable } from '@/ui/virtual-table';
import { useActiveOrder } from '../_hooks/use-active-order';
import { useOrderPages } from '../_hooks/use-order-pages';
import { FilterBar } from './filter-bar';
import { ListState } from './list-state';
import { useOrderColumns } from './order-columns';

function useListCommands(refresh: () => void, clear: () => void): void {
  const t = useTranslations('orderList');
  const commands = useMemo<Command[]>(
    () => [
      { id: 'orders.refresh', title: t('refresh'), keys: ['r'], group: t('title'), run: refresh },
      { id: 'orders.clear', title: t('clear'), keys: ['c'], group: t('title'), run: clear },
    ],
    [t, refresh, clear],
  );
  useCommands(commands);
}

/** The orders that the filter in the address names; every figure of the board leads here. */
export function OrderList() {
  const t = useTranslations('orderList');
  const [params, setParams] = useQueryStates(ORDER_PARAMS);
  const filter = useMemo(() => filterOf(params), [params]);
  const list = useOrderPages(filter);
  const clear = useMemo(() => () => void setParams(null), [setParams]);
  useListCommands(list.refresh, clear);
  return (
    <section aria-label={t('title')} className="flex min-h-0 flex-1 flex-col">
      <header className="flex flex-col gap-1.5 border-b border-line bg-surface px-4 py-2">
        <div className="flex items-baseline gap-3">
          <h1 className="text-lead font-semibold">{t('title')}</h1>
          <ListState list={list}>
            {Object.keys(filter).length > 0 && (
              <Button size="small" variant="quiet" keys="c" onClick={clear}>
                {t('clear')}
              </Button>
            )}
          </ListState>
          <Link href="/orders/conflicts" className="ml-auto text-tide underline underline-offset-2">
            {t('toConflicts')}
          </Link>
          <span className="ml-auto self-center">
            <ExportMenu list="orders" filter={filter} />
          </span>
        </div>
        <FilterBar params={params} onChange={(change) => void setParams(change)} />
      </header>
      <Rows list={list} onClear={Object.keys(filter).length > 0 ? clear : null} />
    </section>
  );
}

function Rows({ list, onClear }: { list: ReturnType<typeof useOrderPages>; onClear: (() => void) | null }) {
  const t = useTranslations();
  const router = useRouter();
  const columns = useOrderColumns();
  const open = useCallback((row: OrderListRow) => router.push(`/orders/${row.orderId}`), [router]);
  const activeId = useActiveOrder(list.rows, open);
  const clearButton = onClear && (
    <Button keys="c" onClick={onClear}>
      {t('orderList.clear')}
    </Button>
  );
  if (list.isLoading) return <Skeleton lines={8} label={t('common.loading')} />;
  if (list.error && list.rows.length === 0)
    return (
      <div className="flex flex-1 flex-col items-center justify-center pb-10">
        <div className="flex-none">
          <ErrorState
            title={t(`errors.${apiErrorOf(list.error).code}`)}
            retry={t('common.retry')}
            onRetry={list.refresh}
          />
        </div>
        {clearButton}
      </div>
    );
  if (list.rows.length === 0)
    return (
      <EmptyState title={t('orderList.empty')} hint={t(onClear ? 'orderList.emptyFiltered' : 'orderList.emptyHint')}>
        {clearButton}
      </EmptyState>
    );
  return (
    <div className={`flex min-h-0 flex-1 flex-col bg-surface ${list.isChanging ? 'opacity-60' : ''}`}>
      <VirtualTable
        label={t('orderList.title')}
        columns={columns}
        rows={list.rows}
        total={list.total ?? list.rows.length}
        keyOf={(row) => row.orderId}
        selectedKey={activeId}
        onOpen={open}
        onNearEnd={list.loadMore}
      />
    </div>
  );
}

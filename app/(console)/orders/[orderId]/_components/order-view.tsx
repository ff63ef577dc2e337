'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { apiErrorOf } from '@/app/_client/errors';
import { useLive, useWatch } from '@/app/_client/live';
import { useTRPC } from '@/app/_client/trpc';
import { OrderLog } from '@/app/_order/order-log';
import { StageGraph } from '@/app/_order/stage-graph';
import { roomOf } from '@/domain/live/rooms';
import { EmptyState } from '@/ui/empty-state';
import { ErrorState } from '@/ui/error-state';
import { Skeleton } from '@/ui/skeleton';
import { FactTable } from './fact-table';
import { LineTable } from './line-table';
import { OrderHeader } from './order-header';
import { RecentTalk } from './recent-talk';
import { VerdictPart } from './verdict-part';

const isOrderId = (text: string): boolean => /^\d{1,19}$/.test(text);

function useOrder(orderId: string) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const isAskable = isOrderId(orderId);
  const order = useQuery({ ...trpc.orders.get.queryOptions({ orderId }), enabled: isAskable });
  useWatch(isAskable ? roomOf.order(orderId) : null);
  useLive('order.changed', ({ id }) => {
    if (id === orderId) void queryClient.invalidateQueries(trpc.orders.get.queryFilter({ orderId }));
  });
  return { order, isAskable };
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title} className="rounded-lg border border-line bg-surface p-3">
      <h2 className="mb-2 text-small font-semibold text-ink-2">{title}</h2>
      {children}
    </section>
  );
}

/** Everything known of one order: stages, facts with their sources, verdict with evidence, contacts, full log. */
export function OrderView({ orderId }: { orderId: string }) {
  const t = useTranslations();
  const { order, isAskable } = useOrder(orderId);
  if (!isAskable || (order.error && apiErrorOf(order.error).code === 'not-found'))
    return <EmptyState title={t('orderPage.missing')} hint={t('orderPage.missingHint')} />;
  if (!order.data && order.error)
    return (
      <ErrorState
        title={t(`errors.${apiErrorOf(order.error).code}`)}
        retry={t('common.retry')}
        onRetry={() => void order.refetch()}
      />
    );
  if (!order.data) return <Skeleton lines={8} label={t('common.loading')} />;
  const { order: detail, log, openTaskId } = order.data;
  return (
    <article className="flex min-h-0 flex-1 flex-col">
      <OrderHeader order={detail} openTaskId={openTaskId} />
      <div className="min-h-0 flex-1 overflow-auto">
        <StageGraph order={detail} />
        <div className="grid items-start gap-3 p-4 xl:grid-cols-[minmax(0,5fr)_minmax(0,4fr)_minmax(0,4fr)]">
          <div className="flex flex-col gap-3">
            <Part title={t('orderPage.facts')}>
              <FactTable order={detail} />
            </Part>
            <Part title={t('orderPage.lines')}>
              <LineTable lines={detail.lines} />
            </Part>
          </div>
          <div className="flex flex-col gap-3">
            <Part title={t('orders.verdict')}>
              <VerdictPart verdict={detail.verdict} />
            </Part>
            <Part title={t('orderPage.talk')}>
              <RecentTalk orderId={orderId} />
            </Part>
          </div>
          <Part title={t('orders.log')}>
            <OrderLog log={log} />
          </Part>
        </div>
      </div>
    </article>
  );
}

'use client';
import { useTranslations } from 'next-intl';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { apiErrorOf } from '@/app/_client/errors';
import { LogLine } from '@/app/_order/order-log';
import type { LogKind } from '@/server/orders/log-parts';
import { ErrorState } from '@/ui/error-state';
import { Skeleton } from '@/ui/skeleton';
import { Tabs } from '@/ui/tabs';
import { VirtualFeed } from '@/ui/virtual-feed';
import { useOrderLog } from '../_hooks/use-order-log';
import type { SectionProps } from '../sections';

const KINDS = ['all', 'said', 'done', 'card', 'contact', 'looked'] as const satisfies readonly (LogKind | 'all')[];
const PANEL = 'order-log';

/** Everything said about the order and done to it, newest first, all of it or one kind. */
export function Log({ page }: SectionProps) {
  const t = useTranslations('orderPage');
  const [kind, setKind] = useQueryState('log', parseAsStringLiteral(KINDS).withDefault('all'));
  const log = useOrderLog(page.order.orderId, kind === 'all' ? null : kind);
  return (
    <>
      <div className="mb-1 overflow-x-auto">
        <Tabs
          label={t('logFilter')}
          panelId={PANEL}
          tabs={KINDS.map((id) => ({ id, label: t(`logKind.${id}`) }))}
          selected={kind}
          onSelect={(id) => void setKind(id)}
        />
      </div>
      <div id={PANEL} role="tabpanel" aria-label={t(`logKind.${kind}`)} className="flex min-h-0 flex-1 flex-col">
        <Lines log={log} isFiltered={kind !== 'all'} />
      </div>
    </>
  );
}

function Lines({ log, isFiltered }: { log: ReturnType<typeof useOrderLog>; isFiltered: boolean }) {
  const t = useTranslations();
  if (log.lines.length === 0 && log.error)
    return (
      <ErrorState title={t(`errors.${apiErrorOf(log.error).code}`)} retry={t('common.retry')} onRetry={log.reload} />
    );
  if (log.isLoading) return <Skeleton lines={6} label={t('common.loading')} />;
  if (log.lines.length === 0)
    return <p className="text-ink-3">{t(isFiltered ? 'orderPage.logNoneOfKind' : 'orders.logEmpty')}</p>;
  return (
    <VirtualFeed
      label={t('orderPage.section.log')}
      rows={log.lines}
      keyOf={(line) => line.lineId}
      rowHeight={40}
      onNearEnd={log.loadMore}
      renderRow={(line) => <LogLine line={line} isFull />}
    />
  );
}

'use client';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { apiErrorOf } from '@/app/_client/errors';
import { MergeWarning } from '@/app/_merging/merge-warning';
import { StageGraph } from '@/app/_order/stage-graph';
import type { OrderPage } from '@/server/orders/get';
import { EmptyState } from '@/ui/empty-state';
import { ErrorState } from '@/ui/error-state';
import { Skeleton } from '@/ui/skeleton';
import { useOrderPage } from '../_hooks/use-order-page';
import { useSectionKeys } from '../_hooks/use-section-keys';
import { SECTIONS } from '../sections';
import { BlameLine } from './blame-line';
import { OrderHeader } from './order-header';
import { SectionFrame } from './section-frame';
import { SectionNav } from './section-nav';

/** Everything known of one order on one page: where it stands, what was said by whom, what we made of it and did. */
export function Panorama({ orderId }: { orderId: string }) {
  const t = useTranslations();
  const { page, isAskable } = useOrderPage(orderId);
  if (!isAskable || (page.error && apiErrorOf(page.error).code === 'not-found'))
    return (
      <EmptyState title={t('orderPage.missing')} hint={t('orderPage.missingHint')}>
        <Link href="/orders" className="text-tide underline">
          {t('nav.orders')}
        </Link>
      </EmptyState>
    );
  if (page.data) return <Sections page={page.data} />;
  if (page.error)
    return (
      <ErrorState
        title={t(`errors.${apiErrorOf(page.error).code}`)}
        retry={t('common.retry')}
        onRetry={() => void page.refetch()}
      />
    );
  return <Skeleton lines={8} label={t('common.loading')} />;
}

function Sections({ page }: { page: OrderPage }) {
  const { currentId, setCurrentId, goTo } = useSectionKeys();
  const inColumn = (column: (typeof SECTIONS)[number]['column']) =>
    SECTIONS.filter((section) => section.column === column).map((section) => (
      <SectionFrame key={section.id} section={section} page={page} onEnter={setCurrentId} />
    ));
  return (
    <article className="flex min-h-0 flex-1 flex-col">
      <OrderHeader page={page} />
      <MergeWarning orderId={page.order.orderId} />
      <StageGraph order={page.order} />
      <BlameLine page={page} />
      <SectionNav currentId={currentId} onGo={goTo} />
      <div className="grid min-h-0 flex-1 grid-cols-[minmax(0,5fr)_minmax(0,3fr)]">
        <div className="min-h-0 overflow-auto">
          <div className="grid items-start gap-3 p-3 min-[1200px]:grid-cols-2">
            <div className="flex min-w-0 flex-col gap-3">{inColumn('journey')}</div>
            <div className="flex min-w-0 flex-col gap-3">{inColumn('people')}</div>
          </div>
        </div>
        <div className="flex min-h-0 flex-col py-3 pr-3">{inColumn('log')}</div>
      </div>
    </article>
  );
}

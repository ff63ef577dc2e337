'use client';
import { RotateCw } from 'lucide-react';
import { useFormatter, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { apiErrorOf } from '@/app/_client/errors';
import { Button } from '@/ui/button';
import type { useOrderPages } from '../_hooks/use-order-pages';

/** How many orders match, what can be done about that, as of when, and a way to ask again. */
export function ListState({ list, children }: { list: ReturnType<typeof useOrderPages>; children: ReactNode }) {
  const t = useTranslations();
  const format = useFormatter();
  const time = format.dateTime(list.readAt, {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  });
  return (
    <div className="flex flex-1 items-baseline gap-3 text-small whitespace-nowrap text-ink-3">
      <span role="status">
        {list.total !== null && (
          <b className="text-base font-semibold text-ink">{t('orderList.total', { count: list.total })}</b>
        )}
      </span>
      <span className="mr-auto">{children}</span>
      {list.error && list.rows.length > 0 ? (
        <span className="text-amber">{t(`errors.${apiErrorOf(list.error).code}`)}</span>
      ) : (
        list.readAt > 0 && <span>{t(list.isKeptCurrent ? 'orderList.asOf' : 'orderList.asOfHeld', { time })}</span>
      )}
      <Button size="small" keys="r" onClick={list.refresh} aria-label={t('orderList.refresh')}>
        <RotateCw aria-hidden size={12} className={list.isRefreshing ? 'opacity-40' : ''} />
      </Button>
    </div>
  );
}

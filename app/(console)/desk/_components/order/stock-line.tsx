'use client';
import { useTranslations } from 'next-intl';
import { LockChip } from '@/app/_order/lock-chip';
import { useStock } from '@/app/_order/use-stock';

/** What asks for somebody's eye stands first. What was let go or has left is in the order's page. */
const STATES = ['short', 'uncounted', 'reserved'] as const;

/** What an order holds of the stock and what it waits for, in one line; nothing where nothing is held, or no stock is kept. */
export function StockLine({ orderId }: { orderId: string }) {
  const t = useTranslations();
  const { data, error, refetch } = useStock(orderId);
  const locks = data?.locks ?? [];
  const parts = STATES.map((state) => ({ state, held: locks.filter((lock) => lock.state === state) }));
  const isUnread = error !== null && data === undefined;
  if (!isUnread && parts.every(({ held }) => held.length === 0)) return null;
  return (
    <section
      aria-label={t('desk.fact.stock')}
      className="col-span-4 flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1 bg-surface px-4 py-1 text-small"
    >
      <h2 className="text-ink-3">{t('desk.fact.stock')}</h2>
      {isUnread && (
        <>
          {t('desk.stockUnread')}
          <button type="button" className="text-tide underline underline-offset-2" onClick={() => void refetch()}>
            {t('common.retry')}
          </button>
        </>
      )}
      {parts.map(({ state, held }) =>
        held.length === 0 ? null : (
          <span key={state} className="flex min-w-0 items-center gap-1.5">
            <LockChip state={state} />
            <span className="break-all">{held.map(({ sku, quantity }) => `${sku} × ${quantity}`).join(' · ')}</span>
          </span>
        ),
      )}
    </section>
  );
}

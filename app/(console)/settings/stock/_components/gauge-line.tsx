'use client';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { Chip } from '@/ui/chip';
import { useStockOverview } from '../_hooks/use-stock';

/** The gauge of what is overdrawn, which should be 0, and what else of the whole stock calls for somebody. */
export function GaugeLine() {
  const t = useTranslations('stockPages');
  const { data, error } = useStockOverview();
  if (!data) return null;
  const { oversold, overdrawn, waitingOrders, uncounted, givenUp, skus } = data;
  return (
    <p className="flex flex-wrap items-center gap-3 border-b border-line px-4 py-2 text-small text-ink-2 tabular-nums">
      <Link href="/settings/stock?state=overdrawn">
        <Chip tone={overdrawn === 0 ? 'green' : 'red'} title={t('overdrawnHint')}>
          {t('overdrawn', { count: overdrawn })}
        </Chip>
      </Link>
      <span>{t('skus', { count: skus })}</span>
      {oversold > 0 && (
        <Chip tone="red" title={t('oversoldHint')}>
          {t('oversold', { count: oversold })}
        </Chip>
      )}
      {waitingOrders > 0 && <Chip tone="red">{t('waitingOrders', { count: waitingOrders })}</Chip>}
      {uncounted > 0 && <Chip tone="amber">{t('uncountedSkus', { count: uncounted })}</Chip>}
      {givenUp > 0 && <Chip tone="red">{t('givenUp', { count: givenUp })}</Chip>}
      {error && <Chip tone="amber">{t('stale')}</Chip>}
    </p>
  );
}

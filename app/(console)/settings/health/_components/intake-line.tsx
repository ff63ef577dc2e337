'use client';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import type { HealthOverview } from '@/server/health/overview';
import { Chip } from '@/ui/chip';
import { Ago } from '../../_parts/ago';

/** What waits for the pipeline over all shops, and whether these numbers are still current. */
export function IntakeLine({ overview, isStale }: { overview: HealthOverview; isStale: boolean }) {
  const t = useTranslations('settings.health');
  const { waiting, waitingSince } = overview.intake;
  const silent = overview.connections.filter(({ silentSince }) => silentSince !== null).length;
  const losing = overview.connections.filter(({ losingSince }) => losingSince !== null).length;
  return (
    <p className="flex flex-wrap items-center gap-3 border-b border-line px-4 py-2 text-small text-ink-2 tabular-nums">
      <span>
        {t('intake', { count: waiting })}
        {waitingSince !== null && (
          <span className="ml-2">
            {t('oldest')} <Ago at={waitingSince} never="" />
          </span>
        )}
      </span>
      {silent > 0 && <Chip tone="red">{t('silentCount', { count: silent })}</Chip>}
      {losing > 0 && <Chip tone="red">{t('losingCount', { count: losing })}</Chip>}
      <Link href="/settings/stock?state=overdrawn">
        <Chip tone={overview.overdrawn === 0 ? 'green' : 'red'} title={t('overdrawnHint')}>
          {t('overdrawn', { count: overview.overdrawn })}
        </Chip>
      </Link>
      {isStale && <Chip tone="amber">{t('stale')}</Chip>}
    </p>
  );
}

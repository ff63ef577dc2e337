'use client';
import { useFormatter, useTranslations } from 'next-intl';
import { useFreshness } from '@/app/_client/live';

/** Says that the page is not live, and as of when it is. */
export function OfflineBanner() {
  const t = useTranslations('shell');
  const format = useFormatter();
  const { status, asOf } = useFreshness();
  if (status !== 'reconnecting' && status !== 'stalled') return null;
  const time =
    asOf === null
      ? '—'
      : format.dateTime(asOf, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });
  return (
    <p role="status" className="border-b border-amber-line bg-amber-soft px-4 py-1 text-small text-amber">
      {t('offlineBanner', { time })}
    </p>
  );
}

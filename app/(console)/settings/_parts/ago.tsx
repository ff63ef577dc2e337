'use client';
import { useFormatter, useTranslations } from 'next-intl';
import { useServerNow } from '@/app/_client/clock';
import { useMoment } from '@/app/_order/moment';
import type { Instant } from '@/domain/clocks/instant';

/** How long ago something was, ticking; the moment itself as its title. */
export function Ago({ at, never }: { at: Instant | null; never: string }) {
  const t = useTranslations('settings');
  const format = useFormatter();
  const moment = useMoment();
  const now = useServerNow();
  if (at === null) return <span className="text-ink-3">{never}</span>;
  const isJust = now - at < 5_000;
  return (
    <time dateTime={new Date(at).toISOString()} title={moment(at)}>
      {isJust ? t('justNow') : format.relativeTime(at, now)}
    </time>
  );
}

'use client';
import { useFormatter, useTranslations } from 'next-intl';
import { useFreshness } from '@/app/_client/live';

const DOTS = { live: 'bg-green', connecting: 'bg-line-strong', reconnecting: 'bg-amber', stalled: 'bg-red' } as const;

/** Orders that come in are judged within a second; when the oldest waits longer than this, people are told. */
const BACKLOG_SHOWN_MS = 5_000;

/** How fresh the page is: 实时 0.4 s, 正在重连, or 停在 10:17:03. */
export function FreshnessChip() {
  const t = useTranslations('shell');
  const format = useFormatter();
  const { status, ageMs, asOf, intakeLagMs } = useFreshness();
  const time =
    asOf === null
      ? ''
      : format.dateTime(asOf, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });
  const text =
    status === 'live'
      ? t('live', { seconds: ((ageMs ?? 0) / 1000).toFixed(1) })
      : status === 'stalled'
        ? t('stalled', { time })
        : t(status);
  return (
    <span data-freshness={status} className="inline-flex items-center gap-1.5 text-small whitespace-nowrap text-ink-2">
      <i aria-hidden className={`size-2 rounded-full ${DOTS[status]}`} />
      {text}
      {intakeLagMs > BACKLOG_SHOWN_MS && (
        <span className="text-amber">
          · {t('backlog', { seconds: Math.round(intakeLagMs / 1000).toLocaleString('en') })}
        </span>
      )}
    </span>
  );
}

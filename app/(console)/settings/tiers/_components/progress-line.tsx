'use client';
import { useTranslations } from 'next-intl';
import { useMoment } from '@/app/_order/moment';
import type { TiersInForce } from '@/server/tiers/list';

/** Which version is in force, and how far the open cards have come over to it. */
export function ProgressLine({ inForce }: { inForce: TiersInForce }) {
  const t = useTranslations('settings.tiers');
  const moment = useMoment();
  const { version, publishedAt, publishedBy, progress } = inForce;
  const who = publishedBy ?? t('setUp');
  if (progress.finishedAt !== null)
    return (
      <p className="border-b border-line px-4 py-1.5 text-small text-ink-2">
        {t('inForce', { version, who, at: moment(publishedAt) })}
        {progress.total > 0 && ` · ${t('applied', { done: progress.done, changed: progress.changed })}`}
      </p>
    );
  return (
    <div
      role="status"
      className="flex items-center gap-3 border-b border-line bg-tide-soft px-4 py-1.5 text-small text-tide"
    >
      <span>{t('applying', { version, done: progress.done, total: progress.total })}</span>
      <progress
        aria-label={t('applyingLabel')}
        value={progress.done}
        max={Math.max(1, progress.total)}
        className="h-1.5 w-40 accent-tide"
      />
    </div>
  );
}

'use client';
import { Timer } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useServerNow } from '@/app/_client/clock';
import { type Instant, MINUTE_MS } from '@/domain/clocks/instant';
import { clockText } from '@/ui/duration';

const GOLDEN_MS = 10 * MINUTE_MS;

/** What is left of the ten minutes after a breach in which most customers still forgive; nothing once they are over. */
export function GoldenMark({ dueAt }: { dueAt: Instant }) {
  const t = useTranslations('board');
  const now = useServerNow();
  const leftMs = dueAt + GOLDEN_MS - now;
  if (now === 0 || leftMs <= 0) return null;
  return (
    <span className="inline-flex items-center gap-1 rounded bg-red-soft px-1 text-red">
      <Timer aria-hidden size={11} />
      {t('goldenLeft', { time: clockText(leftMs) })}
    </span>
  );
}

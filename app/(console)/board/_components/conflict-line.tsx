'use client';
import { Scale } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import type { BoardSummary } from '@/server/board/summary';
import { countText, shareText } from './figures';

/** The share of open orders on which sources contradict each other, with its line; it leads to exactly these orders. */
export function ConflictLine({ summary: { conflicts } }: { summary: BoardSummary }) {
  const t = useTranslations('board');
  const bp = conflicts.shareBp;
  const isOver = bp !== null && bp > conflicts.limitBp;
  return (
    <p
      data-gauge="conflicts"
      className={`flex flex-wrap items-baseline gap-x-3 rounded-lg border bg-surface px-3.5 py-1.5 ${isOver ? 'border-red-line' : 'border-line'}`}
    >
      <Scale aria-hidden size={14} className="self-center text-ink-3" />
      <span className="font-semibold">{t('conflictsGauge')}</span>
      {bp === null ? (
        <span className="text-ink-3">{t('conflictsNothingOpen')}</span>
      ) : (
        <Link
          href="/orders/conflicts"
          className={`font-semibold hover:underline ${isOver ? 'text-red' : 'text-green'}`}
        >
          {t('conflictsShare', {
            share: shareText(bp),
            count: countText(conflicts.inConflict),
            open: countText(conflicts.open),
          })}
        </Link>
      )}
      {isOver && <span className="rounded bg-red-soft px-1.5 text-small text-red">{t('toneOver')}</span>}
      <span className="ml-auto text-small text-ink-3">{t('conflictsTarget', { limit: conflicts.limitBp / 100 })}</span>
    </p>
  );
}

'use client';
import { PackageX } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import type { BoardSummary } from '@/server/board/summary';

/** The SKUs of which more is held, or has left, than there was, always to be none; it leads to exactly these SKUs. */
export function StockLine({ summary: { overdrawn } }: { summary: BoardSummary }) {
  const t = useTranslations('board');
  const isOver = overdrawn > 0;
  return (
    <p
      data-gauge="stock"
      className={`flex flex-wrap items-baseline gap-x-3 rounded-lg border bg-surface px-3.5 py-1.5 ${isOver ? 'border-red-line' : 'border-line'}`}
    >
      <PackageX aria-hidden size={14} className="self-center text-ink-3" />
      <span className="font-semibold">{t('stockGauge')}</span>
      <Link
        href="/settings/stock?state=overdrawn"
        className={`font-semibold hover:underline ${isOver ? 'text-red' : 'text-green'}`}
      >
        {t('stockOverdrawn', { count: overdrawn })}
      </Link>
      {isOver && <span className="rounded bg-red-soft px-1.5 text-small text-red">{t('toneOver')}</span>}
      <span className="ml-auto text-small text-ink-3">{t('stockTarget')}</span>
    </p>
  );
}

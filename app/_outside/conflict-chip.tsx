'use client';
import { Scale } from 'lucide-react';
import { useTranslations } from 'next-intl';

/** The mark of an order whose sources contradict each other: a sign and a word, never colour alone. */
export function ConflictChip({ isShort = false }: { isShort?: boolean }) {
  const t = useTranslations('conflicts');
  return (
    <span
      title={t('badgeHint')}
      className="inline-flex shrink-0 items-center gap-1 rounded border border-amber-line bg-amber-soft px-1 text-small whitespace-nowrap text-amber"
    >
      <Scale aria-hidden size={12} />
      {isShort ? <span className="sr-only">{t('badge')}</span> : t('badge')}
    </span>
  );
}

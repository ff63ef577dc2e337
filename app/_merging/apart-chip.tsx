'use client';
import { Combine } from 'lucide-react';
import { useTranslations } from 'next-intl';

/** The mark of an order with which others of its buyer are not merged: a sign and a word, never colour alone. */
export function ApartChip() {
  const t = useTranslations('merging');
  return (
    <span
      title={t('badgeHint')}
      className="inline-flex shrink-0 items-center gap-1 rounded border border-amber-line bg-amber-soft px-1 text-small whitespace-nowrap text-amber"
    >
      <Combine aria-hidden size={12} />
      <span className="sr-only">{t('badge')}</span>
    </span>
  );
}

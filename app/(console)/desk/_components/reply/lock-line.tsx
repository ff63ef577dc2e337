'use client';
import { Lock } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useServerNow } from '@/app/_client/clock';
import { useTexts } from '@/app/_order/use-texts';
import type { CardLock } from '../../_hooks/use-lock';

/** Somebody else edits the card: who, since when, and that what is written here is kept. */
export function LockLine({ lock, hasText }: { lock: CardLock; hasText: boolean }) {
  const t = useTranslations('desk');
  const texts = useTexts();
  const now = useServerNow();
  const { holder } = lock;
  if (holder === null || holder.lockedSince === null) return null;
  return (
    <p
      role="status"
      className="flex items-center gap-2 border-t border-line bg-violet-soft px-3 py-1.5 text-small text-violet"
    >
      <Lock aria-hidden size={12} className="shrink-0" />
      {t('lock.other', { name: holder.name, time: texts.time(holder.lockedSince, now) })}
      {hasText && ` ${t('lock.kept')}`}
    </p>
  );
}

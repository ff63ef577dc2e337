'use client';
import { useTranslations } from 'next-intl';
import type { TierPreview } from '@/server/tiers/preview';

/** "K open cards change tier, M would be overdue at once, N get more time." */
export function EffectLine({ preview }: { preview: TierPreview }) {
  const t = useTranslations('settings.tiers');
  const { changed, overdue, later, open } = preview;
  return (
    <p className="font-semibold">
      {t('effectChanged', { count: changed })}
      <span className={overdue > 0 ? 'text-red' : undefined}>{t('effectOverdue', { count: overdue })}</span>
      {t('effectLater', { count: later })}
      <span className="pl-2 text-small font-normal text-ink-3">{t('ofOpen', { count: open })}</span>
    </p>
  );
}

'use client';
import { useTranslations } from 'next-intl';
import type { TiersInForce } from '@/server/tiers/list';
import { Button } from '@/ui/button';
import type { TierDraft } from '../_hooks/use-draft';

/** Somebody else published while this draft was made: nothing typed is lost, and nothing of theirs is undone unseen. */
export function NewerNotice({ draft, newer }: { draft: TierDraft; newer: TiersInForce }) {
  const t = useTranslations('settings.tiers');
  return (
    <div
      role="alert"
      className="flex flex-wrap items-center gap-2 border-b border-amber-line bg-amber-soft px-4 py-2 text-amber"
    >
      <span className="flex-1">
        {t('newer', { who: newer.publishedBy ?? t('setUp'), version: newer.version, base: draft.baseVersion })}
      </span>
      <Button size="small" onClick={draft.discard}>
        {t('takeTheirs', { version: newer.version })}
      </Button>
      <Button size="small" onClick={draft.rebase}>
        {t('keepMine')}
      </Button>
    </div>
  );
}

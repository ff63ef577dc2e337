'use client';
import { useTranslations } from 'next-intl';
import type { QueueView } from '@/server/tasks/queue';
import { Button } from '@/ui/button';
import { Kbd } from '@/ui/kbd';
import { Tabs } from '@/ui/tabs';
import { useCounts } from '../../_hooks/use-counts';
import { VIEWS } from '../../_hooks/use-selection';

export const QUEUE_PANEL_ID = 'desk-queue';

/** The four views with their live counts. */
export function ViewTabs({ view, onSelect }: { view: QueueView; onSelect: (view: QueueView) => void }) {
  const t = useTranslations('desk');
  const counts = useCounts();
  const tabs = VIEWS.map((id) => ({ id, label: t(`view.${id}`), count: counts?.[id] }));
  return (
    <div className="px-2 pt-2">
      <Tabs tabs={tabs} selected={view} label={t('views')} panelId={QUEUE_PANEL_ID} onSelect={onSelect} />
    </div>
  );
}

/** Always the same height, so that the pill coming and going moves no row. */
export function QueueBar({ held, isUntidy, onAdmit }: { held: number; isUntidy: boolean; onAdmit: () => void }) {
  const t = useTranslations('desk');
  return (
    <div className="flex h-9 shrink-0 items-center justify-between border-b border-line px-3 text-small text-ink-3">
      <span>{t('order')}</span>
      <span aria-live="polite">
        {held > 0 && (
          <button
            type="button"
            onClick={onAdmit}
            aria-keyshortcuts="u"
            className="inline-flex h-6 items-center gap-1.5 rounded-full bg-tide px-3 font-semibold text-tide-ink hover:opacity-90"
          >
            ↑ {t('newCards', { count: held })}
            <Kbd keys="u" isOnAccent />
          </button>
        )}
        {held === 0 && isUntidy && (
          <Button size="small" variant="quiet" keys="u" onClick={onAdmit}>
            {t('tidy')}
          </Button>
        )}
      </span>
    </div>
  );
}

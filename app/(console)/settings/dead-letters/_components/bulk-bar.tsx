'use client';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useMay } from '@/app/_client/me';
import type { LetterFilter } from '@/server/dead-letters/filter';
import { Button } from '@/ui/button';
import { ConfirmDialog } from '@/ui/confirm-dialog';
import { useLetterActions } from '../_hooks/use-letter-actions';
import type { LettersLeft } from '../_hooks/use-letters';
import { DiscardDialog } from './discard-dialog';

/** Putting through again what was chosen, or all that the filter leaves: as many as were counted, none that came since. */
export function BulkBar(props: {
  filter: LetterFilter;
  left: LettersLeft | undefined;
  chosen: readonly string[];
  onDone: () => void;
}) {
  const t = useTranslations();
  const isAllowed = useMay('deadLetters.redrive');
  const { redrive, discard } = useLetterActions(props.onDone);
  const [asked, setAsked] = useState<{ readonly count: number; readonly before: number } | null>(null);
  const [isDiscarding, setIsDiscarding] = useState(false);
  const { left, chosen, filter } = props;
  if (!isAllowed || !left) return null;
  const { total, again, asOf } = left;
  const before = Math.min(filter.before ?? Number.MAX_SAFE_INTEGER, asOf);
  return (
    <div className="flex flex-wrap items-center gap-2 border-b border-line px-4 py-1.5 text-small">
      <span className="text-ink-2 tabular-nums">{t('settings.deadLetters.total', { count: total })}</span>
      <Button size="small" disabled={again === 0} onClick={() => setAsked({ count: again, before })}>
        {t('settings.deadLetters.redriveAll', { count: again })}
      </Button>
      {chosen.length > 0 && (
        <>
          <Button size="small" variant="primary" onClick={() => redrive.mutate({ filter: {}, refs: [...chosen] })}>
            {t('settings.deadLetters.redriveChosen', { count: chosen.length })}
          </Button>
          <Button size="small" variant="danger" onClick={() => setIsDiscarding(true)}>
            {t('settings.deadLetters.discardChosen', { count: chosen.length })}
          </Button>
        </>
      )}
      {asked && (
        <ConfirmDialog
          title={t('settings.deadLetters.redriveTitle')}
          confirm={t('settings.deadLetters.redriveAll', { count: asked.count })}
          cancel={t('common.cancel')}
          onConfirm={() => redrive.mutate({ filter: { ...filter, before: asked.before } })}
          onClose={() => setAsked(null)}
        >
          {t('settings.deadLetters.redriveText', { count: asked.count })}
        </ConfirmDialog>
      )}
      {isDiscarding && (
        <DiscardDialog
          count={chosen.length}
          isBusy={discard.isPending}
          onSubmit={(reason) => discard.mutate({ refs: [...chosen], reason })}
          onClose={() => setIsDiscarding(false)}
        />
      )}
    </div>
  );
}

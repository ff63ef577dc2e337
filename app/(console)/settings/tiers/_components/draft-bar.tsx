'use client';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { apiErrorOf } from '@/app/_client/errors';
import { Button } from '@/ui/button';
import type { TierDraft } from '../_hooks/use-draft';
import { type Preview, usePreview } from '../_hooks/use-preview';
import { EffectLine } from './effect-line';
import { MoveList } from './move-list';
import { PublishDialog } from './publish-dialog';
import { useTierName } from './tier-text';

/** Says that something is not published, what publishing it would do to the open cards, and offers to. */
export function DraftBar({ draft, onChoose }: { draft: TierDraft; onChoose: (id: string) => void }) {
  const t = useTranslations('settings.tiers');
  const preview = usePreview(draft);
  const [isListOpen, setListOpen] = useState(false);
  const [isPublishing, setPublishing] = useState(false);
  const [wrong] = draft.problems;
  const { data } = preview;
  const hasMoves = data !== undefined && data.moves.length > 0 && !wrong;
  return (
    <section aria-label={t('draft')} className="sticky bottom-0 border-t border-line-strong bg-raised shadow-lg">
      {isListOpen && hasMoves && <MoveList preview={data} tiers={draft.tiers} />}
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2.5">
        <div className="min-w-0 flex-1" aria-live="polite">
          <p className="text-small text-ink-2">{t('unsaved', { count: draft.changes.length })}</p>
          {wrong ? <WrongLine draft={draft} onChoose={onChoose} /> : <PreviewLine preview={preview} />}
        </div>
        {hasMoves && (
          <Button aria-expanded={isListOpen} onClick={() => setListOpen(!isListOpen)}>
            {t(isListOpen ? 'hideCards' : 'showCards')}
          </Button>
        )}
        <Button onClick={draft.discard}>{t('discard')}</Button>
        <Button
          variant="primary"
          disabled={wrong !== undefined || !preview.isCurrent || draft.newer !== null}
          onClick={() => setPublishing(true)}
        >
          {t('publish')}
        </Button>
      </div>
      {isPublishing && data && (
        <PublishDialog
          draft={draft}
          preview={data}
          onStale={() => void preview.refetch()}
          onClose={() => setPublishing(false)}
        />
      )}
    </section>
  );
}

function WrongLine({ draft, onChoose }: { draft: TierDraft; onChoose: (id: string) => void }) {
  const t = useTranslations('settings.tiers');
  const nameOf = useTierName();
  const tier = draft.tiers.find(({ id }) => id === draft.problems[0]?.tierId);
  if (!tier) return null;
  return (
    <p className="text-red">
      {t('cannotPublish', { count: draft.problems.length })}{' '}
      <button type="button" className="underline underline-offset-2" onClick={() => onChoose(tier.id)}>
        {nameOf(tier)}
      </button>
    </p>
  );
}

function PreviewLine({ preview }: { preview: Preview }) {
  const t = useTranslations();
  if (preview.error && !preview.isFetching)
    return (
      <p className="text-red">
        {t('settings.tiers.previewFailed', { why: t(`errors.${apiErrorOf(preview.error).code}`) })}{' '}
        <button type="button" className="underline underline-offset-2" onClick={() => void preview.refetch()}>
          {t('common.retry')}
        </button>
      </p>
    );
  if (!preview.data) return <p className="text-ink-2">{t('settings.tiers.counting')}</p>;
  return (
    <div aria-busy={!preview.isCurrent} className="flex flex-wrap items-baseline gap-x-3">
      <EffectLine preview={preview.data} />
      {!preview.isCurrent && <span className="text-small text-ink-2">{t('settings.tiers.counting')}</span>}
    </div>
  );
}

'use client';
import { History, Plus } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { parseAsString, useQueryState } from 'nuqs';
import { useState } from 'react';
import { useMay } from '@/app/_client/me';
import { MAX_TIERS } from '@/domain/tiers/tier-problems';
import type { TiersInForce } from '@/server/tiers/list';
import { Button } from '@/ui/button';
import { SectionPage } from '../../_parts/section-page';
import { type TierDraft, useDraft } from '../_hooks/use-draft';
import { DraftBar } from './draft-bar';
import { NewerNotice } from './newer-notice';
import { ProgressLine } from './progress-line';
import { TierForm } from './tier-form';
import { TierList } from './tier-list';
import { VersionList } from './version-list';

/** The tier chosen for editing; the first when the address names none that exists. */
function useChosen(draft: TierDraft) {
  const [chosenId, choose] = useQueryState('tier', parseAsString);
  return { chosen: draft.tiers.find(({ id }) => id === chosenId) ?? draft.tiers[0], choose };
}

/** List of tiers, form of the chosen one, and what publishing the draft would do. */
export function Editor({ inForce }: { inForce: TiersInForce }) {
  const t = useTranslations('settings.tiers');
  const title = useTranslations('settings.sections')('tiers');
  const mayEdit = useMay('tiers.publish');
  const draft = useDraft(inForce);
  const { chosen, choose } = useChosen(draft);
  const [isHistoryOpen, setHistoryOpen] = useState(false);
  const add = () => void choose(draft.add({ 'zh-CN': t('newName'), en: t('newNameEn') }));
  return (
    <SectionPage
      title={title}
      hint={t(mayEdit ? 'hint' : 'hintReader')}
      actions={
        <>
          <Button onClick={() => setHistoryOpen(true)}>
            <History aria-hidden size={14} />
            {t('history')}
          </Button>
          {mayEdit && (
            <Button variant="primary" disabled={draft.tiers.length >= MAX_TIERS} onClick={add}>
              <Plus aria-hidden size={14} />
              {t('add')}
            </Button>
          )}
        </>
      }
    >
      <ProgressLine inForce={inForce} />
      {draft.newer && <NewerNotice draft={draft} newer={draft.newer} />}
      <div className="flex min-h-0 flex-1">
        <TierList
          draft={draft}
          openCards={inForce.openCards}
          chosenId={chosen?.id ?? null}
          mayEdit={mayEdit}
          onChoose={(id) => void choose(id)}
        />
        {chosen && (
          <TierForm
            key={chosen.id}
            tier={chosen}
            isLast={chosen === draft.tiers.at(-1)}
            problems={draft.problems.filter(({ tierId }) => tierId === chosen.id)}
            mayEdit={mayEdit}
            onChange={draft.update}
            onRemove={() => draft.remove(chosen.id)}
          />
        )}
      </div>
      {mayEdit && draft.changes.length > 0 && <DraftBar draft={draft} onChoose={(id) => void choose(id)} />}
      {isHistoryOpen && (
        <VersionList
          mayEdit={mayEdit}
          onClose={() => setHistoryOpen(false)}
          onRestore={(tiers) => {
            draft.replace(tiers);
            setHistoryOpen(false);
          }}
        />
      )}
    </SectionPage>
  );
}

'use client';
import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';
import type { Tier } from '@/domain/tiers/tier';
import { placeByKey } from '../_hooks/reorder';
import type { TierDraft } from '../_hooks/use-draft';
import { useDrag } from '../_hooks/use-drag';
import { TierRow } from './tier-row';
import { useTierName } from './tier-text';

/** The last tier takes every card and stays the last. */
const FIXED = 1;

/** The tiers in the order in which cards are judged; rows are moved with their handle, by arrow keys or by dragging. */
export function TierList(props: {
  draft: TierDraft;
  openCards: Readonly<Record<string, number>>;
  chosenId: string | null;
  mayEdit: boolean;
  onChoose: (id: string) => void;
}) {
  const { draft, mayEdit } = props;
  const t = useTranslations('settings.tiers');
  const nameOf = useTierName();
  const [said, setSaid] = useState('');
  const list = useRef<HTMLOListElement>(null);
  const movedId = useRef<string | null>(null);
  const move = (tier: Tier, from: number, to: number) => {
    if (to === from) return;
    movedId.current = tier.id;
    draft.move(from, to);
    setSaid(t('movedTo', { name: nameOf(tier), place: to + 1, total: draft.tiers.length }));
  };
  useEffect(() => {
    // The row's element may have been put in again elsewhere, which loses the focus.
    if (movedId.current !== null)
      list.current?.querySelector<HTMLElement>(`[data-handle="${movedId.current}"]`)?.focus();
    movedId.current = null;
  });
  const drag = useDrag(list, FIXED, (from, to) => {
    const tier = draft.tiers[from];
    if (tier) move(tier, from, to);
  });
  const byKey = (tier: Tier, from: number, key: string): boolean => {
    const to = placeByKey(key, from, draft.tiers.length, FIXED);
    if (to === null) return false;
    move(tier, from, to);
    return true;
  };
  return (
    <div className="w-[380px] shrink-0 overflow-auto border-r border-line bg-surface">
      <p id="tier-handle-hint" className="sr-only">
        {t('handleHint')}
      </p>
      <ol ref={list} aria-label={t('order')}>
        {draft.tiers.map((tier, index) => (
          <TierRow
            key={tier.id}
            tier={tier}
            place={index}
            total={draft.tiers.length}
            openCards={props.openCards[tier.id] ?? 0}
            isChosen={tier.id === props.chosenId}
            isChanged={draft.changes.some(({ tierId }) => tierId === tier.id)}
            isWrong={draft.problems.some(({ tierId }) => tierId === tier.id)}
            canMove={mayEdit && index < draft.tiers.length - FIXED}
            dropAt={drag.target === null ? null : dropSide(drag, index)}
            isDragged={drag.from === index}
            onChoose={() => props.onChoose(tier.id)}
            onKey={(key) => byKey(tier, index, key)}
            onGrab={(event) => drag.grab(event, index)}
          />
        ))}
      </ol>
      <p aria-live="assertive" className="sr-only">
        {said}
      </p>
    </div>
  );
}

/** On which edge of a row the line stands that shows where the dragged one would land. */
function dropSide({ from, target }: { from: number | null; target: number | null }, index: number) {
  if (from === null || target === null || target === from || index !== target) return null;
  return target < from ? 'above' : 'below';
}

'use client';
import { useTranslations } from 'next-intl';
import { useCallback, useState } from 'react';
import type { Cause, DispositionKind, QueueRow } from '@/domain/desk/task';
import type { TaskDetail } from '@/server/tasks/open';

/** What the agent decides on a card. A conversation that no rule opened is simply answered. */
export type Decision = DispositionKind | 'answered';

const OF_RULES = ['true', 'false-alarm', 'investigate'] as const satisfies readonly Decision[];
const OF_TALK = ['answered', 'false-alarm', 'investigate'] as const satisfies readonly Decision[];

/** Whether the card is only about a customer's message: no rule waits for a judgement. */
export const isOnlyTalk = (row: QueueRow): boolean =>
  row.kind === 'conversation' && !row.reasons.some(({ kind }) => kind === 'rule' || kind === 'burst');

/** The decision being made on a card: preselected by what is known, changed by keys 1 to 3. */
export function useDisposition(detail: TaskDetail) {
  const t = useTranslations('desk.decision');
  const isTalk = isOnlyTalk(detail.row);
  const [decision, setDecision] = useState<Decision | null>(isTalk ? 'answered' : null);
  const [isChosen, setIsChosen] = useState(false);
  const [chosenCause, setCause] = useState<Cause | null | undefined>(undefined);
  const [note, setNote] = useState(detail.causeNote ?? '');
  /** A rule can have been wrong; a message can have needed nothing. */
  const nameOf = useCallback(
    (one: Decision): string => t(isTalk && one === 'false-alarm' ? 'no-need' : one),
    [t, isTalk],
  );
  return {
    isTalk,
    decisions: isTalk ? OF_TALK : OF_RULES,
    decision,
    nameOf,
    /** Chooses a decision; the chosen one again takes it back. */
    decide: (next: Decision) => {
      setDecision(decision === next && isChosen ? null : next);
      setIsChosen(true);
    },
    /** The agent chose it; a preselected decision goes with a reply, but never closes an unanswered card by itself. */
    isChosen,
    cause: chosenCause === undefined ? (detail.cause ?? detail.suggestedCause) : chosenCause,
    setCause,
    note,
    setNote,
  };
}
export type DispositionInHand = ReturnType<typeof useDisposition>;

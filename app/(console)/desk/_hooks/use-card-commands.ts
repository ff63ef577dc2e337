'use client';
import { useTranslations } from 'next-intl';
import { type RefObject, useMemo } from 'react';
import { type Command, useCommands } from '@/app/_client/commands';
import { useLatest } from '@/app/_client/use-latest';
import type { DispositionInHand } from './use-disposition';
import type { CardLock } from './use-lock';
import type { ReplyInHand } from './use-reply';
import type { SeatActions } from './use-seat-actions';
import type { Standing } from './use-standing';
import { SUGGESTION_KEYS, type SuggestionsInHand } from './use-suggestions';

interface CardHands {
  readonly standing: Standing;
  readonly disposition: DispositionInHand;
  readonly suggestions: SuggestionsInHand;
  readonly reply: ReplyInHand;
  readonly actions: SeatActions;
  readonly lock: CardLock;
  readonly field: RefObject<HTMLTextAreaElement | null>;
  readonly openAssign: () => void;
  /** False while another card has been chosen and is about to be drawn: its keys must not act on this one. */
  readonly isCurrent: () => boolean;
}

type CardCommand = Pick<Command, 'id' | 'title' | 'isEnabled' | 'worksInFields'> & {
  readonly keys: readonly string[];
  readonly run: (hands: CardHands) => void;
};

/** Puts the cursor behind the last word. */
function writeOn(field: HTMLTextAreaElement | null): void {
  field?.focus();
  field?.setSelectionRange(field.value.length, field.value.length);
}

/** The keys of the open card: reply, suggestions, decision, send, claim, assign. */
export function useCardCommands(hands: CardHands): void {
  const t = useTranslations('desk');
  const latest = useLatest(hands);
  const { mayReply, mayDecide, mayClaim, mayAssign } = hands.standing;
  const { decisions, nameOf } = hands.disposition;
  const isLocked = hands.lock.isOwn;
  const offered = hands.suggestions.suggestions.length;
  const commands = useMemo(() => {
    const take = SUGGESTION_KEYS.map((key, index): CardCommand => {
      const run = ({ suggestions }: CardHands) => {
        const suggestion = suggestions.suggestions[index];
        if (suggestion) suggestions.take(suggestion);
      };
      const title = t('takeSuggestion', { number: index + 1 });
      return { id: `desk.suggestion.${key}`, title, keys: [key], isEnabled: mayReply && index < offered, run };
    });
    const decide = decisions.map((decision, index): CardCommand => {
      const run = ({ disposition }: CardHands) => disposition.decide(decision);
      const title = nameOf(decision);
      return { id: `desk.decide.${decision}`, title, keys: [String(index + 1)], isEnabled: mayReply || mayDecide, run };
    });
    const all: readonly CardCommand[] = [
      {
        id: 'desk.reply',
        title: t('focusReply'),
        keys: ['r', 'Enter'],
        isEnabled: mayReply,
        run: ({ field }) => writeOn(field.current),
      },
      ...take,
      ...decide,
      {
        id: 'desk.act',
        title: t('actAndNext'),
        keys: ['Ctrl+Enter'],
        worksInFields: true,
        isEnabled: mayReply || mayDecide,
        run: ({ reply, standing }) => (reply.hasText || standing.mayDecide) && reply.act(),
      },
      {
        id: 'desk.lock',
        title: t(mayClaim ? 'claim' : isLocked ? 'lock.release' : 'lock.take'),
        keys: ['l'],
        isEnabled: mayClaim || mayReply || mayDecide,
        run: ({ actions, lock, standing }) => (standing.mayClaim ? actions.claim() : lock.toggle()),
      },
      { id: 'desk.assign', title: t('assign'), keys: ['a'], isEnabled: mayAssign, run: (now) => now.openAssign() },
    ];
    const group = t('group.card');
    return all.map(
      (command): Command => ({
        ...command,
        group,
        run: () => latest.current.isCurrent() && command.run(latest.current),
      }),
    );
  }, [t, latest, isLocked, mayReply, mayDecide, mayClaim, mayAssign, decisions, nameOf, offered]);
  useCommands(commands);
}

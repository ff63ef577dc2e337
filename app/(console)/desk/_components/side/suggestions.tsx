'use client';
import { useTranslations } from 'next-intl';
import { useServerNow } from '@/app/_client/clock';
import { useTexts } from '@/app/_order/use-texts';
import type { FactUse } from '@/domain/reply/fill-template';
import type { Suggestion } from '@/domain/reply/suggest';
import { ErrorState } from '@/ui/error-state';
import { Kbd } from '@/ui/kbd';
import { Skeleton } from '@/ui/skeleton';
import { useProblemText } from '../../_hooks/use-problem-text';
import { SUGGESTION_KEYS, type SuggestionsInHand } from '../../_hooks/use-suggestions';
import { SidePart } from './side-part';

/** The facts a suggestion rests on, each with who said it and how long ago. */
function Facts({ used }: { used: readonly FactUse[] }) {
  const t = useTranslations();
  const texts = useTexts();
  const now = useServerNow();
  const parts = used.map((use) => {
    const fact = `${texts.local(use.label)} ${use.shown}`;
    if (use.source === 'desk') return fact;
    return t('desk.saidBy', { fact, source: t(`terms.source.${use.source}`), ago: texts.ago(use.at, now) });
  });
  return <small className="block text-tiny text-ink-3">{t('desk.basedOn', { facts: parts.join(' · ') })}</small>;
}

interface SuggestionButtonProps {
  readonly suggestion: Suggestion;
  readonly keys: string;
  readonly isTaken: boolean;
  readonly isDisabled: boolean;
  readonly onTake: () => void;
}

function SuggestionButton({ suggestion, keys, isTaken, isDisabled, onTake }: SuggestionButtonProps) {
  const texts = useTexts();
  return (
    <button
      type="button"
      aria-keyshortcuts={keys}
      aria-pressed={isTaken}
      disabled={isDisabled}
      onClick={onTake}
      className={`grid w-full grid-cols-[auto_minmax(0,1fr)] items-start gap-2 rounded-lg border px-2.5 py-2 text-left ${
        isTaken ? 'border-tide bg-tide-soft' : 'border-line hover:border-tide-line disabled:hover:border-line'
      }`}
    >
      <Kbd keys={keys} />
      <span>
        <span className="block text-tiny text-ink-3">{texts.local(suggestion.label)}</span>
        <span className="block leading-[19px]">{suggestion.body}</span>
        {suggestion.used.length > 0 && <Facts used={suggestion.used} />}
      </span>
    </button>
  );
}

/** Replies to choose from, each with the facts it rests on; says so when there is nothing to say. */
export function Suggestions({ suggestions, isDisabled }: { suggestions: SuggestionsInHand; isDisabled: boolean }) {
  const t = useTranslations();
  const problemText = useProblemText();
  const { intent } = suggestions;
  const note =
    intent && intent !== 'unknown'
      ? t('desk.readAs', { intent: t(`desk.intent.${intent}`), percent: Math.round(suggestions.intentBp / 100) })
      : undefined;
  return (
    <SidePart title={t('desk.suggestions')} note={note} isGrowing>
      {suggestions.isPending && <Skeleton lines={5} label={t('common.loading')} />}
      {suggestions.error && (
        <ErrorState title={problemText(suggestions.error)} retry={t('common.retry')} onRetry={suggestions.reload} />
      )}
      {!suggestions.isPending && !suggestions.error && suggestions.suggestions.length === 0 && (
        <p className="text-small text-ink-3">
          {t(intent === 'acknowledgement' ? 'desk.suggestionsSilent' : 'desk.suggestionsNone')}
        </p>
      )}
      <ul className="flex flex-col gap-1.5">
        {suggestions.suggestions.map((suggestion, index) => (
          <li key={suggestion.templateId}>
            <SuggestionButton
              suggestion={suggestion}
              keys={SUGGESTION_KEYS[index] ?? ''}
              isTaken={suggestions.taken?.templateId === suggestion.templateId}
              isDisabled={isDisabled}
              onTake={() => suggestions.take(suggestion)}
            />
          </li>
        ))}
      </ul>
    </SidePart>
  );
}

'use client';
import { useQuery } from '@tanstack/react-query';
import { useTRPC } from '@/app/_client/trpc';
import type { Suggestion } from '@/domain/reply/suggest';
import type { DraftInHand } from './use-draft';

/** The keys that take the first, second and third suggestion. */
export const SUGGESTION_KEYS = ['q', 'w', 'e'] as const;

/** Suggested replies to a card, and taking one: it fills an empty or untouched text, and is added to the agent's own words. */
export function useSuggestions(taskId: string, draft: DraftInHand) {
  const query = useQuery(useTRPC().replies.suggest.queryOptions({ taskId }));
  const suggestions = query.data?.suggestions ?? [];
  const take = (suggestion: Suggestion) => {
    const isUntouched = suggestions.some(({ body }) => body === draft.body.trim());
    const isOwn = draft.body.trim() !== '' && !isUntouched;
    draft.write({
      body: isOwn ? `${draft.body.trimEnd()}\n${suggestion.body}` : suggestion.body,
      templateId: suggestion.templateId,
    });
  };
  return {
    intent: query.data?.intent ?? null,
    intentBp: query.data?.intentBp ?? 0,
    suggestions,
    isPending: query.isPending,
    error: query.data === undefined ? query.error : null,
    reload: () => void query.refetch(),
    take,
    /** The suggestion whose words are in the text as they were offered. */
    taken: suggestions.find(({ body }) => draft.body.includes(body)) ?? null,
  };
}
export type SuggestionsInHand = ReturnType<typeof useSuggestions>;

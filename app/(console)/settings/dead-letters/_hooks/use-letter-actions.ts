'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { apiErrorOf } from '@/app/_client/errors';
import { useTRPC } from '@/app/_client/trpc';
import { showToast } from '@/ui/toast';

/** What can be done with letters; what went wrong is said, and the list is read again after each. */
export function useLetterActions(onDone: () => void) {
  const t = useTranslations();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const settled = {
    onSettled: () => queryClient.invalidateQueries(trpc.deadLetters.pathFilter()),
    onError: (error: unknown) => showToast(t(`errors.${apiErrorOf(error).code}`), 'problem'),
  };
  const done = (text: string) => {
    showToast(text);
    onDone();
  };
  return {
    redrive: useMutation(
      trpc.deadLetters.redrive.mutationOptions({
        ...settled,
        onSuccess: ({ total }) => done(t('settings.deadLetters.redriving', { count: total })),
      }),
    ),
    discard: useMutation(
      trpc.deadLetters.discard.mutationOptions({
        ...settled,
        onSuccess: ({ discarded }) => done(t('settings.deadLetters.discarded', { count: discarded })),
      }),
    ),
    settle: useMutation(
      trpc.deadLetters.settle.mutationOptions({
        ...settled,
        onSuccess: (_nothing, { decision }) =>
          done(t(decision === 'take' ? 'settings.deadLetters.taken' : 'settings.deadLetters.kept')),
      }),
    ),
  };
}

'use client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { apiErrorOf } from '@/app/_client/errors';
import { useTRPC } from '@/app/_client/trpc';
import { showToast } from '@/ui/toast';

/** Lockouts pass by themselves, and nothing announces that. */
const REFRESH_MS = 10_000;

/** How safely everybody signs in, and what an admin can do about it. */
export function useSignIns() {
  const t = useTranslations();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const list = useQuery({ ...trpc.people.signInStates.queryOptions(), refetchInterval: REFRESH_MS });
  const settle = (done: string) => ({
    onSuccess: () => showToast(t(`settings.signIn.${done}`)),
    onError: (error: unknown) => showToast(t(`errors.${apiErrorOf(error).code}`), 'problem'),
    onSettled: () => queryClient.invalidateQueries(trpc.people.signInStates.queryFilter()),
  });
  const unlock = useMutation(trpc.people.unlock.mutationOptions(settle('unlocked')));
  const reset = useMutation(trpc.people.resetSecondFactor.mutationOptions(settle('wasReset')));
  return {
    list,
    isBusy: unlock.isPending || reset.isPending,
    unlock: (userId: string) => unlock.mutate({ userId }),
    reset: (userId: string) => reset.mutate({ userId }),
  };
}

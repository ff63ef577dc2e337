'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { apiErrorOf } from '@/app/_client/errors';
import { useTRPC } from '@/app/_client/trpc';
import { showToast } from '@/ui/toast';

type CardRef = { readonly taskId: string; readonly version: number };

/** Gives a card to a seat, or takes it over and opens it on the desk; says who was faster when it has changed. */
export function useCardActions() {
  const t = useTranslations();
  const trpc = useTRPC();
  const router = useRouter();
  const queryClient = useQueryClient();
  const refresh = () => {
    void queryClient.invalidateQueries(trpc.board.pathFilter());
    void queryClient.invalidateQueries(trpc.tasks.pathFilter());
  };
  const onError = (error: unknown) => {
    const { code, detail } = apiErrorOf(error);
    const by = String(detail.by ?? '');
    showToast(code === 'conflict' && by ? t('errors.conflictBy', { by }) : t(`errors.${code}`), 'problem');
    refresh();
  };
  const assign = useMutation(trpc.tasks.assign.mutationOptions({ onError, onSuccess: refresh }));
  const takeOver = useMutation(trpc.tasks.takeOver.mutationOptions({ onError, onSuccess: refresh }));
  return {
    isBusy: assign.isPending || takeOver.isPending,
    assign: ({ taskId, version }: CardRef, seat: { userId: string; name: string }) =>
      assign.mutate(
        { taskId, version, seatId: seat.userId },
        { onSuccess: () => showToast(t('board.assigned', { name: seat.name })) },
      ),
    takeOver: ({ taskId, version }: CardRef) =>
      takeOver.mutate({ taskId, version }, { onSuccess: () => router.push(`/desk?task=${taskId}`) }),
  };
}

'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useTRPC, useTRPCClient } from '@/app/_client/trpc';
import type { QueueRow } from '@/domain/desk/task';
import { showToast } from '@/ui/toast';
import { useProblemText } from './use-problem-text';

/** Claiming, taking over and handing on a card. A lost race is told by name, and the card is read again. */
export function useSeatActions(row: QueueRow, pageId: string) {
  const t = useTranslations('desk');
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  const problemText = useProblemText();
  const [isBusy, setIsBusy] = useState(false);
  const { taskId, version } = row;
  const run = async (what: () => Promise<unknown>, done: string) => {
    setIsBusy(true);
    try {
      await what();
      showToast(done);
    } catch (error) {
      showToast(problemText(error), 'problem');
    }
    await queryClient.invalidateQueries(trpc.tasks.open.queryFilter({ taskId }));
    setIsBusy(false);
  };
  return {
    isBusy,
    claim: () => void run(() => client.tasks.claim.mutate({ taskId }), t('done.claimed')),
    takeOver: () => void run(() => client.tasks.takeOver.mutate({ taskId, version, pageId }), t('done.takenOver')),
    assign: (seat: { readonly userId: string; readonly name: string }) =>
      void run(
        () => client.tasks.assign.mutate({ taskId, version, seatId: seat.userId }),
        t('done.assigned', { name: seat.name }),
      ),
  };
}
export type SeatActions = ReturnType<typeof useSeatActions>;

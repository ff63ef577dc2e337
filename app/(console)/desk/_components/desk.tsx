'use client';
import { useTranslations } from 'next-intl';
import { useCallback, useDeferredValue, useLayoutEffect } from 'react';
import { useTRPCClient } from '@/app/_client/trpc';
import { useLatest } from '@/app/_client/use-latest';
import { showToast } from '@/ui/toast';
import { nextAfter, stepFrom } from '../_hooks/queue-state';
import { useAttendances } from '../_hooks/use-attendances';
import { usePrefetch } from '../_hooks/use-prefetch';
import { useProblemText } from '../_hooks/use-problem-text';
import { type Queue, useQueue } from '../_hooks/use-queue';
import { useQueueCommands, viewBeside } from '../_hooks/use-queue-commands';
import type { Outcome } from '../_hooks/use-reply';
import { type Selection, useSelection } from '../_hooks/use-selection';
import { NoCard } from './no-card';
import { OpenCard } from './open-card';
import { QueuePane } from './queue/queue-pane';

/** Claims the next free card and opens it. */
function useTakeNext({ setTaskId }: Selection): () => Promise<void> {
  const t = useTranslations('desk');
  const client = useTRPCClient();
  const problemText = useProblemText();
  return async () => {
    try {
      const taken = await client.tasks.takeNext.mutate();
      if (taken) await setTaskId(taken.taskId);
      else showToast(t('nothingWaits'));
    } catch (error) {
      showToast(problemText(error), 'problem');
    }
  };
}

/** Opens the first card when none is open, so that a card that comes in is before the agent's eyes at once. */
function useFirstCard({ state }: Queue, { taskId, setTaskId }: Selection): void {
  const firstId = stepFrom(state, null, 1);
  useLayoutEffect(() => {
    if (taskId === null && firstId !== null) void setTaskId(firstId);
  }, [taskId, firstId, setTaskId]);
}

/** What the open card may tell the desk; the functions never change, so that the card is not drawn again for nothing. */
function useCardLinks(queue: Queue, selection: Selection) {
  const latest = useLatest({ queue, selection });
  const isCurrent = useCallback((taskId: string) => latest.current.selection.taskId === taskId, [latest]);
  const onDecided = useCallback(
    ({ taskId, isClosed, nextTaskId }: Outcome) => {
      const { state, dispatch } = latest.current.queue;
      const { view, taskId: chosenId, setTaskId } = latest.current.selection;
      const beside = nextAfter(state, taskId);
      const nextId = view === 'mine' && nextTaskId !== undefined ? (nextTaskId ?? beside) : beside;
      if (chosenId === taskId) void setTaskId(nextId);
      if (isClosed) dispatch({ type: 'finished', taskId });
    },
    [latest],
  );
  return { isCurrent, onDecided };
}

/** The agent's desk: queue, order with conversation, disposal. */
export function Desk() {
  const selection = useSelection();
  const { view, setView, taskId, setTaskId } = selection;
  const queue = useQueue(view, taskId);
  const attendances = useAttendances();
  const takeNext = useTakeNext(selection);
  const links = useCardLinks(queue, selection);
  const openId = useDeferredValue(taskId);
  const admit = () => queue.dispatch({ type: 'admitted', focusedId: taskId });
  useFirstCard(queue, selection);
  usePrefetch(queue.state, taskId);
  useQueueCommands({
    move: (step) => void setTaskId(stepFrom(queue.state, taskId, step)),
    takeNext: () => void takeNext(),
    admit,
    turnView: (step) => void setView(viewBeside(view, step)),
  });
  return (
    <div className="grid min-h-0 flex-1 grid-cols-[320px_minmax(0,1fr)_360px] grid-rows-[minmax(0,1fr)]">
      <QueuePane
        queue={queue}
        selection={selection}
        attendances={attendances}
        onAdmit={admit}
        onTakeNext={() => void takeNext()}
      />
      {openId === null ? (
        <NoCard onTakeNext={() => void takeNext()} />
      ) : (
        <OpenCard
          taskId={openId}
          attendees={attendances.at(openId)}
          isLockOwn={attendances.ownLockOn === openId}
          {...links}
        />
      )}
    </div>
  );
}

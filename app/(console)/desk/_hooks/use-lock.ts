'use client';
import { useTranslations } from 'next-intl';
import { useCallback, useEffect, useRef } from 'react';
import { apiErrorOf } from '@/app/_client/errors';
import { liveConnection } from '@/app/_client/live-connection';
import { useTRPCClient } from '@/app/_client/trpc';
import type { Attendee } from '@/domain/desk/attendance';
import { showToast } from '@/ui/toast';
import { useProblemText } from './use-problem-text';

const TYPING_EVERY_MS = 2_500;

/** Tells the others which card is open here, until another one is or the page is left. */
export function useAttending(taskId: string): void {
  useEffect(() => {
    liveConnection().attend(taskId);
    return () => liveConnection().attend(null);
  }, [taskId]);
}

/** Tells the others, not more often than they need to know, that somebody writes here. */
function useTyping(taskId: string): () => void {
  const saidAtMs = useRef(Number.NEGATIVE_INFINITY);
  return useCallback(() => {
    if (performance.now() - saidAtMs.current < TYPING_EVERY_MS) return;
    saidAtMs.current = performance.now();
    liveConnection().attend(taskId, true);
  }, [taskId]);
}

interface LockParts {
  readonly taskId: string;
  readonly isOwn: boolean;
  readonly attendees: readonly Attendee[];
  readonly mayEdit: boolean;
}

/** The lock on the open card: taken with the first edit, or by its key; who has it when somebody else does. */
export function useLock({ taskId, isOwn, attendees, mayEdit }: LockParts) {
  const t = useTranslations('desk');
  const client = useTRPCClient();
  const problemText = useProblemText();
  const isAsking = useRef(false);
  const holder = attendees.find(({ lockedSince }) => lockedSince !== null) ?? null;
  const sayTyping = useTyping(taskId);
  const page = { taskId, pageId: liveConnection().pageId };

  const ask = async (what: () => Promise<unknown>, isByHand: boolean) => {
    if (isAsking.current) return;
    isAsking.current = true;
    try {
      await what();
    } catch (error) {
      // An edit goes on without the lock: what is sent is still checked against everything that happened meanwhile.
      if (isByHand || apiErrorOf(error).code === 'conflict') showToast(problemText(error), 'problem');
    }
    isAsking.current = false;
  };
  const lock = (isByHand: boolean) => void ask(() => client.tasks.lock.mutate(page), isByHand);
  return {
    isOwn,
    holder,
    pageId: page.pageId,
    /** Somebody edits here. */
    edited: () => {
      if (mayEdit && !isOwn && holder === null) lock(false);
    },
    typed: sayTyping,
    /** The key: takes the lock, or releases it. */
    toggle: () => {
      if (!isOwn) return lock(true);
      void ask(() => client.tasks.unlock.mutate(page), true).then(() => showToast(t('lock.released')));
    },
  };
}
export type CardLock = ReturnType<typeof useLock>;

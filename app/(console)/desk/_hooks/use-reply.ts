'use client';
import { useTranslations } from 'next-intl';
import { useRef, useState } from 'react';
import { copyText } from '@/app/_client/clipboard';
import { randomId } from '@/app/_client/random-id';
import { useTRPCClient } from '@/app/_client/trpc';
import type { TaskDetail } from '@/server/tasks/open';
import { showToast } from '@/ui/toast';
import type { DispositionInHand } from './use-disposition';
import type { DraftInHand } from './use-draft';
import { useProblemText } from './use-problem-text';

/** What became of the card. nextTaskId undefined = the server was not asked for the next one. */
export interface Outcome {
  readonly taskId: string;
  readonly isClosed: boolean;
  readonly nextTaskId: string | null | undefined;
}

interface Hands {
  readonly detail: TaskDetail;
  readonly draft: DraftInHand;
  readonly disposition: DispositionInHand;
  /** Called when the card was decided on and the next one is due. */
  readonly onDecided: (outcome: Outcome) => void;
  readonly onReplied: () => void;
}

class NotCopied extends Error {}

function useSend({ detail, draft, disposition, onDecided, onReplied }: Hands) {
  const t = useTranslations('desk');
  const client = useTRPCClient();
  const clientKey = useRef<string | null>(null);
  return async () => {
    const { taskId, version } = detail.row;
    const { decision, cause, note } = disposition;
    clientKey.current ??= randomId();
    const input = {
      taskId,
      clientKey: clientKey.current,
      body: draft.body,
      templateId: draft.templateId,
      version,
      dispose: decision && {
        disposition: decision === 'answered' ? null : decision,
        cause,
        causeNote: note,
        version,
      },
    };
    const isCopy = detail.reply.kind === 'copy';
    if (isCopy && !(await copyText(draft.body.trim()))) throw new NotCopied();
    await draft.stop();
    const result = await (isCopy ? client.replies.markSentOutside.mutate(input) : client.replies.send.mutate(input));
    clientKey.current = null;
    draft.sent();
    const done = t(isCopy ? 'done.copied' : 'done.sent');
    showToast(decision ? `${done} · ${disposition.nameOf(decision)}` : done);
    onReplied();
    if (decision) onDecided({ taskId, isClosed: decision !== 'investigate', nextTaskId: result.nextTaskId });
  };
}

function useDispose({ detail, disposition, onDecided }: Hands) {
  const t = useTranslations('desk');
  const client = useTRPCClient();
  return async () => {
    const { taskId, version } = detail.row;
    const { decision, cause, note } = disposition;
    if (decision === null) return;
    const kind = decision === 'answered' ? 'true' : decision;
    await client.tasks.dispose.mutate({ taskId, version, disposition: kind, cause, causeNote: note });
    showToast(t('done.decided', { decision: disposition.nameOf(decision) }));
    onDecided({ taskId, isClosed: decision !== 'investigate', nextTaskId: undefined });
  };
}

/** Sending a reply and deciding on a card: one at a time, with what went wrong as text. */
export function useReply(hands: Hands) {
  const t = useTranslations('desk');
  const problemText = useProblemText();
  const [isBusy, setIsBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const isRunning = useRef(false);
  const send = useSend(hands);
  const dispose = useDispose(hands);
  const run = async (what: () => Promise<void>) => {
    if (isRunning.current) return;
    isRunning.current = true;
    setIsBusy(true);
    setProblem(null);
    try {
      await what();
    } catch (error) {
      hands.draft.resume();
      setProblem(error instanceof NotCopied ? t('problem.not-copied') : problemText(error));
    } finally {
      isRunning.current = false;
      setIsBusy(false);
    }
  };
  const hasText = hands.draft.body.trim() !== '';
  return {
    isBusy,
    problem,
    hasText,
    clearProblem: () => setProblem(null),
    /** Decides without sending. */
    dispose: () => void run(dispose),
    /** The main button and Ctrl+Enter: sends what is written, or decides when nothing is. */
    act: () => {
      if (hasText) void run(send);
      else if (hands.disposition.isChosen) void run(dispose);
    },
  };
}
export type ReplyInHand = ReturnType<typeof useReply>;

'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { apiErrorOf } from '@/app/_client/errors';
import { useLive } from '@/app/_client/live';
import { useTRPC, useTRPCClient } from '@/app/_client/trpc';
import type { TaskDetail } from '@/server/tasks/open';
import { DraftSaver, type DraftState, type DraftText } from './draft-saver';

const SAVE_AFTER_MS = 600;

function wait(run: () => void): () => void {
  const timer = setTimeout(run, SAVE_AFTER_MS);
  return () => clearTimeout(timer);
}

function useSaver(detail: TaskDetail, onState: (state: DraftState) => void): DraftSaver {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  const { taskId } = detail.row;
  const [saver] = useState(
    () =>
      new DraftSaver({
        version: detail.draft?.version ?? 0,
        save: async (text, version) => {
          const saved = await client.replies.saveDraft.mutate({ taskId, ...text, version });
          queryClient.setQueryData(
            trpc.tasks.open.queryKey({ taskId }),
            (old) => old && { ...old, draft: { ...text, version: saved.version, savedAt: old.serverNow } },
          );
          return saved;
        },
        isChangedElsewhere: (error) => apiErrorOf(error).detail.reason === 'draft',
        onState,
        wait,
      }),
  );
  useEffect(() => {
    const saveNow = () => void saver.flush();
    document.addEventListener('visibilitychange', saveNow);
    return () => {
      document.removeEventListener('visibilitychange', saveNow);
      saveNow();
    };
  }, [saver]);
  return saver;
}

/** The reply being written on a card. Kept on the server, so that another page or another day finds it again. */
export function useDraft(detail: TaskDetail) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { taskId } = detail.row;
  const [text, setText] = useState<DraftText>({
    body: detail.draft?.body ?? '',
    templateId: detail.draft?.templateId ?? null,
  });
  const [state, setState] = useState<DraftState>('saved');
  const saver = useSaver(detail, setState);
  const stored = detail.draft;

  const adopt = () => {
    setText({ body: stored?.body ?? '', templateId: stored?.templateId ?? null });
    saver.follow(stored?.version ?? 0);
  };
  useLive('draft.saved', ({ id, version }) => {
    if (id === taskId && version > saver.version && !saver.isDirty)
      void queryClient.invalidateQueries(trpc.tasks.open.queryFilter({ taskId }));
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a newer version that another page stored matters
  useEffect(() => {
    if (stored && stored.version > saver.version && !saver.isDirty) adopt();
  }, [stored?.version]);

  return {
    ...text,
    state,
    write: (next: DraftText) => {
      setText(next);
      saver.write(next);
    },
    /** Takes over what another page saved. */
    adopt,
    /** Puts this page's text in the place of what another page saved. */
    keepMine: () => {
      saver.follow(stored?.version ?? 0);
      saver.write(text);
    },
    reload: () => queryClient.invalidateQueries(trpc.tasks.open.queryFilter({ taskId })),
    saveNow: () => void saver.flush(),
    stop: () => saver.stop(),
    resume: () => saver.resume(),
    /** The text was sent: there is no draft any more. */
    sent: () => {
      setText({ body: '', templateId: null });
      saver.follow(0);
    },
  };
}
export type DraftInHand = ReturnType<typeof useDraft>;

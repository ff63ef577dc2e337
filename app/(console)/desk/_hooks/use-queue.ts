'use client';
import { useQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useReducer, useRef } from 'react';
import { useLive, useOtherHistory } from '@/app/_client/live';
import { useMe } from '@/app/_client/me';
import { useTRPC, useTRPCClient } from '@/app/_client/trpc';
import type { QueueView } from '@/server/tasks/queue';
import { EMPTY_QUEUE, queueReducer, type Viewer } from './queue-state';

const PAGE_ROWS = 100;

function useViewer(view: QueueView): Viewer {
  const { userId, role, groupId } = useMe();
  const seesAllGroups = role === 'manager' || role === 'admin';
  return useMemo(
    () => ({ view, userId, groupId: seesAllGroups ? null : groupId }),
    [view, userId, seesAllGroups, groupId],
  );
}

/** The queue of a view: loaded a page at a time, kept up by live changes, never moving under the cursor. */
export function useQueue(view: QueueView, taskId: string | null) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const viewer = useViewer(view);
  const [state, dispatch] = useReducer(queueReducer, EMPTY_QUEUE);
  const latest = useRef(state);
  latest.current = state;

  const first = useQuery({
    queryKey: trpc.tasks.queue.queryKey({ view, limit: PAGE_ROWS }),
    queryFn: async () => {
      const since = latest.current.changes;
      return { page: await client.tasks.queue.query({ view, limit: PAGE_ROWS }), since, view };
    },
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    // Every answer counts, also one that equals the last: the queue may have been forgotten in between.
    structuralSharing: false,
  });
  const shownView = useRef(view);
  useEffect(() => {
    if (shownView.current !== view) dispatch({ type: 'restarted' });
    shownView.current = view;
    if (first.data?.view === view) dispatch({ type: 'loaded', ...first.data });
  }, [first.data, view]);

  useLive('task.changed', ({ patch }) => dispatch({ type: 'changed', row: patch, viewer, focusedId: taskId }));
  useOtherHistory(() => dispatch({ type: 'forgotten' }));
  useLive('tiers.applied', ({ patch: { done, total } }) => {
    // What somebody points at stays where it is: they sort the list themselves when they are done.
    if (!document.querySelector('[role=listbox]:hover')) dispatch({ type: 'resorted', focusedId: taskId });
    if (done >= total && latest.current.next !== null) void first.refetch();
  });
  useEffect(() => {
    if (taskId !== null) dispatch({ type: 'focused', taskId });
  }, [taskId]);

  const isExtending = useRef(false);
  const extend = useCallback(async () => {
    const { next } = latest.current;
    if (next === null || isExtending.current) return;
    isExtending.current = true;
    try {
      const page = await client.tasks.queue.query({ view, after: next, limit: PAGE_ROWS });
      if (latest.current.next === next) dispatch({ type: 'extended', page });
    } finally {
      isExtending.current = false;
    }
  }, [client, view]);

  return { state, dispatch, extend, error: first.error, isPending: first.isPending, reload: first.refetch };
}
export type Queue = ReturnType<typeof useQueue>;

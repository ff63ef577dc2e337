'use client';
import { useCallback, useRef, useState } from 'react';
import { apiErrorOf } from '@/app/_client/errors';
import { useTRPCClient } from '@/app/_client/trpc';
import type { Instant } from '@/domain/clocks/instant';
import type { DifferingOrder, ReplayStep } from '@/server/health/replay';

export interface ReplayState {
  readonly isRunning: boolean;
  readonly messages: number;
  readonly same: number;
  readonly missing: number;
  readonly unreadable: ReplayStep['unreadable'];
  readonly different: readonly DifferingOrder[];
  /** Code of what went wrong. */
  readonly problem: string | null;
}

const START: ReplayState = {
  ...{ isRunning: true, messages: 0, same: 0, missing: 0, unreadable: [], different: [], problem: null },
};

const withStep = (state: ReplayState, step: ReplayStep): ReplayState => ({
  isRunning: step.next !== null,
  problem: null,
  messages: state.messages + step.messages,
  same: state.same + step.same,
  missing: state.missing + step.missing,
  unreadable: [...state.unreadable, ...step.unreadable],
  different: [...state.different, ...step.different],
});

/** Runs a replay step by step and sums what it finds; starting another one, or stopping, ends it. */
export function useReplay(shopId: string) {
  const client = useTRPCClient();
  const [state, setState] = useState<ReplayState | null>(null);
  const run = useRef(0);
  const stop = useCallback(() => {
    run.current += 1;
    setState((known) => known && { ...known, isRunning: false });
  }, []);
  const start = useCallback(
    async (from: Instant, to: Instant) => {
      run.current += 1;
      const own = run.current;
      setState(START);
      let after: string | null = null;
      try {
        do {
          const step: ReplayStep = await client.health.replay.mutate({
            ...{ shopId, from, to },
            ...(after !== null && { after }),
          });
          if (run.current !== own) return;
          setState((known) => withStep(known ?? START, step));
          after = step.next;
        } while (after !== null);
      } catch (error) {
        const problem = apiErrorOf(error).code;
        if (run.current === own) setState((known) => known && { ...known, isRunning: false, problem });
      }
    },
    [client, shopId],
  );
  return { state, start, stop };
}

import type { Instant } from '@/domain/clocks/instant';
import { finishedAt, isStageDone, type Lifecycle, STAGES, type Stage, stageOf } from '@/domain/order/lifecycle';
import { stageOverrunMs } from '@/domain/order/stage-due';

/** One of the six stages as the status graph shows it. elapsedMs = from the previous reported time to this one. */
export interface StageView {
  readonly stage: Stage;
  readonly state: 'done' | 'now' | 'waiting' | 'void';
  readonly finishedAt: Instant | null;
  readonly elapsedMs: number | null;
  /** How far it went over its limit; null where it kept to it. */
  readonly overMs: number | null;
}

/** The six stages of an order for its status graph; after a cancellation what was not reached is void. */
export function stageViews(order: Lifecycle): StageView[] {
  const current = stageOf(order);
  let previous = order.createdAt;
  return STAGES.map((stage) => {
    const isDone = isStageDone(order, stage);
    const at = isDone ? finishedAt(order, stage) : null;
    const elapsedMs = at !== null && previous !== null ? Math.max(0, at - previous) : null;
    if (at !== null) previous = at;
    const isVoid = order.status === 'cancelled' && !isDone;
    const state = isDone ? 'done' : isVoid ? 'void' : stage === current ? 'now' : 'waiting';
    return { stage, state, finishedAt: at, elapsedMs, overMs: stageOverrunMs(stage, elapsedMs) };
  });
}

import { procedure, router } from '@/server/trpc';
import { assignInput, assignTask } from './assign';
import { listAttendances } from './attendances';
import { claimTask, taskIdInput } from './claim';
import { countTasks } from './counts';
import { disposeInput, disposeTask } from './dispose';
import { lockCard, lockInput } from './lock';
import { openTask } from './open';
import { queueInput, queueOfTasks } from './queue';
import { takeNextTask } from './take-next';
import { takeOverInput, takeOverTask } from './take-over';
import { unlockCard } from './unlock';

export const tasksRouter = router({
  queue: procedure('tasks.queue')
    .input(queueInput)
    .query(({ ctx, input }) => queueOfTasks(ctx, input)),
  counts: procedure('tasks.counts').query(({ ctx }) => countTasks(ctx)),
  open: procedure('tasks.open')
    .input(taskIdInput)
    .query(({ ctx, input }) => openTask(ctx, input)),
  attendances: procedure('tasks.attendances').query(({ ctx }) => listAttendances(ctx)),
  lock: procedure('tasks.lock')
    .input(lockInput)
    .mutation(({ ctx, input }) => lockCard(ctx, input)),
  unlock: procedure('tasks.unlock')
    .input(lockInput)
    .mutation(({ ctx, input }) => unlockCard(ctx, input)),
  takeNext: procedure('tasks.takeNext').mutation(({ ctx }) => takeNextTask(ctx)),
  claim: procedure('tasks.claim')
    .input(taskIdInput)
    .mutation(({ ctx, input }) => claimTask(ctx, input)),
  assign: procedure('tasks.assign')
    .input(assignInput)
    .mutation(({ ctx, input }) => assignTask(ctx, input)),
  takeOver: procedure('tasks.takeOver')
    .input(takeOverInput)
    .mutation(({ ctx, input }) => takeOverTask(ctx, input)),
  dispose: procedure('tasks.dispose')
    .input(disposeInput)
    .mutation(({ ctx, input }) => disposeTask(ctx, input)),
});

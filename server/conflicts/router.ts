import { procedure, router } from '../trpc';
import { listConflicts, listConflictsInput } from './list';
import { takeSide, takeSideInput } from './take-side';

export const conflictsRouter = router({
  list: procedure('conflicts.list')
    .input(listConflictsInput)
    .query(({ ctx, input }) => listConflicts(ctx, input)),
  take: procedure('conflicts.take')
    .input(takeSideInput)
    .mutation(({ ctx, input }) => takeSide(ctx, input)),
});

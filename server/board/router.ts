import { procedure, router } from '@/server/trpc';
import { boardSummary } from './summary';

export const boardRouter = router({
  summary: procedure('board.summary').query(({ ctx }) => boardSummary(ctx)),
});

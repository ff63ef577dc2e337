import { procedure, router } from '@/server/trpc';
import { recentInput, recentInteractions } from './recent';

export const interactionsRouter = router({
  recent: procedure('interactions.recent')
    .input(recentInput)
    .query(({ ctx, input }) => recentInteractions(ctx, input)),
});

import { procedure, router } from '../trpc';
import { healthOverview } from './overview';
import { replay, replayInput } from './replay';

export const healthRouter = router({
  overview: procedure('health.overview').query(({ ctx }) => healthOverview(ctx)),
  replay: procedure('health.replay')
    .input(replayInput)
    .mutation(({ ctx, input }) => replay(ctx, input)),
});

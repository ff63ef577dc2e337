import { procedure, router } from '../trpc';
import { healthOverview } from './overview';
import { replay, replayInput } from './replay';
import { setLimits, setLimitsInput } from './set-limits';

export const healthRouter = router({
  overview: procedure('health.overview').query(({ ctx }) => healthOverview(ctx)),
  replay: procedure('health.replay')
    .input(replayInput)
    .mutation(({ ctx, input }) => replay(ctx, input)),
  setLimits: procedure('health.setLimits')
    .input(setLimitsInput)
    .mutation(({ ctx, input }) => setLimits(ctx, input)),
});

import { procedure, router } from '../trpc';
import { listHolds } from './list';
import { placeHold, placeHoldInput } from './place';
import { releaseHold, releaseHoldInput } from './release';

export const holdsRouter = router({
  list: procedure('holds.list').query(({ ctx }) => listHolds(ctx)),
  place: procedure('holds.place')
    .input(placeHoldInput)
    .mutation(({ ctx, input }) => placeHold(ctx, input)),
  release: procedure('holds.release')
    .input(releaseHoldInput)
    .mutation(({ ctx, input }) => releaseHold(ctx, input)),
});

import { procedure, router } from '../trpc';
import { factsOfOrder, factsOfOrderInput } from './of-order';

export const factsRouter = router({
  ofOrder: procedure('facts.ofOrder')
    .input(factsOfOrderInput)
    .query(({ ctx, input }) => factsOfOrder(ctx, input)),
});

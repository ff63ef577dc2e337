import { procedure, router } from '../trpc';
import { leaveNow, leaveNowInput } from './leave-now';
import { mergeInput, mergeOrders } from './merge';
import { mergesOfOrder, mergesOfOrderInput } from './of-order';
import { mergePolicy, policyInput, setMergePolicy, setPolicyInput } from './policy';
import { splitInput, splitOrders } from './split';

export const mergesRouter = router({
  ofOrder: procedure('merges.ofOrder')
    .input(mergesOfOrderInput)
    .query(({ ctx, input }) => mergesOfOrder(ctx, input)),
  merge: procedure('merges.merge')
    .input(mergeInput)
    .mutation(({ ctx, input }) => mergeOrders(ctx, input)),
  split: procedure('merges.split')
    .input(splitInput)
    .mutation(({ ctx, input }) => splitOrders(ctx, input)),
  leaveNow: procedure('merges.leaveNow')
    .input(leaveNowInput)
    .mutation(({ ctx, input }) => leaveNow(ctx, input)),
  policy: procedure('merges.policy')
    .input(policyInput)
    .query(({ ctx, input }) => mergePolicy(ctx, input)),
  setPolicy: procedure('merges.setPolicy')
    .input(setPolicyInput)
    .mutation(({ ctx, input }) => setMergePolicy(ctx, input)),
});

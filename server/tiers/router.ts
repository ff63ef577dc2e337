import { procedure, router } from '@/server/trpc';
import { historyInput, tierHistory } from './history';
import { listTiers } from './list';
import { tierNames } from './names';
import { previewInput, previewTiers } from './preview';
import { publishTiers, publishTiersInput } from './publish';

export const tiersRouter = router({
  names: procedure('tiers.names').query(({ ctx }) => tierNames(ctx.db)),
  list: procedure('tiers.list').query(({ ctx }) => listTiers(ctx)),
  history: procedure('tiers.history')
    .input(historyInput)
    .query(({ ctx, input }) => tierHistory(ctx, input)),
  // A mutation because a draft is too long for an address; it changes nothing.
  preview: procedure('tiers.preview')
    .input(previewInput)
    .mutation(({ ctx, input }) => previewTiers(ctx, input)),
  publish: procedure('tiers.publish')
    .input(publishTiersInput)
    .mutation(({ ctx, input }) => publishTiers(ctx, input)),
});

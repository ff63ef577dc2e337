import { procedure, router } from '../trpc';
import { grantChoices } from './choices';
import { giveGrant, giveGrantInput } from './give';
import { listGrants } from './list';
import { revokeGrant, revokeGrantInput } from './revoke';

export const grantsRouter = router({
  list: procedure('grants.list').query(({ ctx }) => listGrants(ctx)),
  choices: procedure('grants.choices').query(({ ctx }) => grantChoices(ctx)),
  give: procedure('grants.give')
    .input(giveGrantInput)
    .mutation(({ ctx, input }) => giveGrant(ctx, input)),
  revoke: procedure('grants.revoke')
    .input(revokeGrantInput)
    .mutation(({ ctx, input }) => revokeGrant(ctx, input)),
});

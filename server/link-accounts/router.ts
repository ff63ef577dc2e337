import { procedure, router } from '../trpc';
import { checkLink, checkLinkInput } from './check';
import { createLink, createLinkInput } from './create';
import { listLinks } from './list';
import { removeLink, removeLinkInput } from './remove';
import { updateLink, updateLinkInput } from './update';

export const linkAccountsRouter = router({
  list: procedure('linkAccounts.list').query(({ ctx }) => listLinks(ctx)),
  create: procedure('linkAccounts.create')
    .input(createLinkInput)
    .mutation(({ ctx, input }) => createLink(ctx, input)),
  update: procedure('linkAccounts.update')
    .input(updateLinkInput)
    .mutation(({ ctx, input }) => updateLink(ctx, input)),
  remove: procedure('linkAccounts.remove')
    .input(removeLinkInput)
    .mutation(({ ctx, input }) => removeLink(ctx, input)),
  check: procedure('linkAccounts.check')
    .input(checkLinkInput)
    .mutation(({ ctx, input }) => checkLink(ctx, input)),
});

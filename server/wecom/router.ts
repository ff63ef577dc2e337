import { procedure, router } from '../trpc';
import { checkAccount, checkAccountInput } from './check';
import { createAccount, createAccountInput } from './create';
import { listAccounts } from './list';
import { removeAccount, removeAccountInput } from './remove';
import { serveAccounts, serveInput } from './serve';
import { updateAccount, updateAccountInput } from './update';

export const wecomRouter = router({
  list: procedure('wecom.list').query(({ ctx }) => listAccounts(ctx)),
  create: procedure('wecom.create')
    .input(createAccountInput)
    .mutation(({ ctx, input }) => createAccount(ctx, input)),
  update: procedure('wecom.update')
    .input(updateAccountInput)
    .mutation(({ ctx, input }) => updateAccount(ctx, input)),
  remove: procedure('wecom.remove')
    .input(removeAccountInput)
    .mutation(({ ctx, input }) => removeAccount(ctx, input)),
  serve: procedure('wecom.serve')
    .input(serveInput)
    .mutation(({ ctx, input }) => serveAccounts(ctx, input)),
  check: procedure('wecom.check')
    .input(checkAccountInput)
    .mutation(({ ctx, input }) => checkAccount(ctx, input)),
});

import { procedure, router } from '@/server/trpc';
import { bindCustomer, bindInput } from './bind';

export const customersRouter = router({
  bind: procedure('customers.bind')
    .input(bindInput)
    .mutation(({ ctx, input }) => bindCustomer(ctx, input)),
});

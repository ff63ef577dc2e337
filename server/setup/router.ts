import { publicProcedure, router } from '../trpc';
import { createAdmin, createAdminInput } from './create-admin';
import { readSetupStatus } from './status';

export const setupRouter = router({
  status: publicProcedure.query(({ ctx }) => readSetupStatus(ctx.services)),
  createAdmin: publicProcedure.input(createAdminInput).mutation(({ ctx, input }) => createAdmin(ctx.services, input)),
});

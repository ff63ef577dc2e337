import { procedure, publicProcedure, router } from '../trpc';
import { createAdmin, createAdminInput } from './create-admin';
import { readSetupProgress } from './progress';
import { readSetupStatus } from './status';

export const setupRouter = router({
  status: publicProcedure.query(({ ctx }) => readSetupStatus(ctx.services)),
  progress: procedure('setup.progress').query(({ ctx }) => readSetupProgress(ctx)),
  createAdmin: publicProcedure.input(createAdminInput).mutation(({ ctx, input }) => createAdmin(ctx.services, input)),
});

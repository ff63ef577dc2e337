import { procedure, router } from '../trpc';
import { createGroup, createGroupInput } from './create';
import { listGroups } from './list';

export const groupsRouter = router({
  list: procedure('groups.list').query(({ ctx }) => listGroups(ctx)),
  create: procedure('groups.create')
    .input(createGroupInput)
    .mutation(({ ctx, input }) => createGroup(ctx, input)),
});

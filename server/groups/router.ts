import { procedure, router } from '../trpc';
import { createGroup, createGroupInput } from './create';
import { listGroups } from './list';
import { readGroupOverview } from './overview';
import { removeGroup, removeGroupInput } from './remove';
import { updateGroup, updateGroupInput } from './update';

export const groupsRouter = router({
  list: procedure('groups.list').query(({ ctx }) => listGroups(ctx)),
  overview: procedure('groups.overview').query(({ ctx }) => readGroupOverview(ctx)),
  create: procedure('groups.create')
    .input(createGroupInput)
    .mutation(({ ctx, input }) => createGroup(ctx, input)),
  update: procedure('groups.update')
    .input(updateGroupInput)
    .mutation(({ ctx, input }) => updateGroup(ctx, input)),
  remove: procedure('groups.remove')
    .input(removeGroupInput)
    .mutation(({ ctx, input }) => removeGroup(ctx, input)),
});

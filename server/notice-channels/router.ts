import { procedure, router } from '../trpc';
import { createChannel, createChannelInput } from './create';
import { listChannels } from './list';
import { removeChannel, removeChannelInput } from './remove';
import { tryChannel, tryChannelInput } from './try';
import { updateChannel, updateChannelInput } from './update';

export const noticeChannelsRouter = router({
  list: procedure('noticeChannels.list').query(({ ctx }) => listChannels(ctx)),
  create: procedure('noticeChannels.create')
    .input(createChannelInput)
    .mutation(({ ctx, input }) => createChannel(ctx, input)),
  update: procedure('noticeChannels.update')
    .input(updateChannelInput)
    .mutation(({ ctx, input }) => updateChannel(ctx, input)),
  remove: procedure('noticeChannels.remove')
    .input(removeChannelInput)
    .mutation(({ ctx, input }) => removeChannel(ctx, input)),
  try: procedure('noticeChannels.try')
    .input(tryChannelInput)
    .mutation(({ ctx, input }) => tryChannel(ctx, input)),
});

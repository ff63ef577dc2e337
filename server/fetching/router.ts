import { procedure, router } from '../trpc';
import { channelHealth } from './health';

export const channelsRouter = router({
  health: procedure('channels.health').query(({ ctx }) => channelHealth(ctx)),
});

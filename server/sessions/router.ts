import { procedure, router } from '../trpc';
import { endSession, endSessionInput } from './end';
import { endOtherSessions } from './end-others';
import { listSessions } from './list';

export const sessionsRouter = router({
  list: procedure('sessions.list').query(({ ctx }) => listSessions(ctx)),
  end: procedure('sessions.end')
    .input(endSessionInput)
    .mutation(({ ctx, input }) => endSession(ctx, input)),
  endOthers: procedure('sessions.endOthers').mutation(({ ctx }) => endOtherSessions(ctx)),
});

import { procedure, router } from '@/server/trpc';
import { listNotices } from './list';
import { markNoticesRead } from './mark-read';

export const noticesRouter = router({
  list: procedure('notices.list').query(({ ctx }) => listNotices(ctx)),
  markRead: procedure('notices.markRead').mutation(({ ctx }) => markNoticesRead(ctx)),
});

import { taskIdInput } from '@/server/tasks/claim';
import { procedure, router } from '@/server/trpc';
import { markSentOutside } from './mark-sent-outside';
import { replyInput } from './reply-input';
import { saveDraft, saveDraftInput } from './save-draft';
import { sendReply } from './send';
import { suggestReplies } from './suggest';

export const repliesRouter = router({
  suggest: procedure('replies.suggest')
    .input(taskIdInput)
    .query(({ ctx, input }) => suggestReplies(ctx, input)),
  saveDraft: procedure('replies.saveDraft')
    .input(saveDraftInput)
    .mutation(({ ctx, input }) => saveDraft(ctx, input)),
  send: procedure('replies.send')
    .input(replyInput)
    .mutation(({ ctx, input }) => sendReply(ctx, input)),
  markSentOutside: procedure('replies.markSentOutside')
    .input(replyInput)
    .mutation(({ ctx, input }) => markSentOutside(ctx, input)),
});

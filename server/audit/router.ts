import { procedure, router } from '../trpc';
import { listAudit, listAuditInput } from './list';
import { auditState } from './state';

export const auditRouter = router({
  list: procedure('audit.list')
    .input(listAuditInput)
    .query(({ ctx, input }) => listAudit(ctx, input)),
  state: procedure('audit.state').query(({ ctx }) => auditState(ctx)),
});

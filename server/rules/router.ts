import { procedure, router } from '@/server/trpc';
import { ruleNames } from './rule-names';

export const rulesRouter = router({
  names: procedure('rules.names').query(({ ctx }) => ruleNames(ctx.db)),
});

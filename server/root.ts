import { boardRouter } from './board/router';
import { customersRouter } from './customers/router';
import { grantsRouter } from './grants/router';
import { groupsRouter } from './groups/router';
import { importsRouter } from './imports/router';
import { interactionsRouter } from './interactions/router';
import { noticesRouter } from './notices/router';
import { ordersRouter } from './orders/router';
import { peopleRouter } from './people/router';
import { privacyRouter } from './privacy/router';
import { repliesRouter } from './replies/router';
import { rulesRouter } from './rules/router';
import { seatsRouter } from './seats/router';
import { sessionsRouter } from './sessions/router';
import { setupRouter } from './setup/router';
import { tasksRouter } from './tasks/router';
import { tiersRouter } from './tiers/router';
import { router } from './trpc';

/** The whole API: one router a room. */
export const appRouter = router({
  board: boardRouter,
  customers: customersRouter,
  grants: grantsRouter,
  groups: groupsRouter,
  imports: importsRouter,
  interactions: interactionsRouter,
  notices: noticesRouter,
  orders: ordersRouter,
  people: peopleRouter,
  privacy: privacyRouter,
  replies: repliesRouter,
  rules: rulesRouter,
  seats: seatsRouter,
  sessions: sessionsRouter,
  setup: setupRouter,
  tasks: tasksRouter,
  tiers: tiersRouter,
});

export type AppRouter = typeof appRouter;

import { boardRouter } from './board/router';
import { groupsRouter } from './groups/router';
import { noticesRouter } from './notices/router';
import { ordersRouter } from './orders/router';
import { peopleRouter } from './people/router';
import { rulesRouter } from './rules/router';
import { seatsRouter } from './seats/router';
import { setupRouter } from './setup/router';
import { tasksRouter } from './tasks/router';
import { router } from './trpc';

/** The whole API: one router a room. */
export const appRouter = router({
  board: boardRouter,
  groups: groupsRouter,
  notices: noticesRouter,
  orders: ordersRouter,
  people: peopleRouter,
  rules: rulesRouter,
  seats: seatsRouter,
  setup: setupRouter,
  tasks: tasksRouter,
});

export type AppRouter = typeof appRouter;

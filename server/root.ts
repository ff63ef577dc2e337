import { groupsRouter } from './groups/router';
import { peopleRouter } from './people/router';
import { setupRouter } from './setup/router';
import { router } from './trpc';

/** The whole API: one router a room. */
export const appRouter = router({
  groups: groupsRouter,
  people: peopleRouter,
  setup: setupRouter,
});

export type AppRouter = typeof appRouter;

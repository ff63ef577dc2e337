import { router } from './trpc';

/** The whole API: one router a room. */
export const appRouter = router({});

export type AppRouter = typeof appRouter;

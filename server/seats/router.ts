import { procedure, router } from '@/server/trpc';
import { listSeats } from './list';
import { mySeat } from './me';
import { setSeatState, setStateInput } from './set-state';

export const seatsRouter = router({
  me: procedure('seats.me').query(({ ctx }) => mySeat(ctx)),
  list: procedure('seats.list').query(({ ctx }) => listSeats(ctx)),
  setState: procedure('seats.setState')
    .input(setStateInput)
    .mutation(({ ctx, input }) => setSeatState(ctx, input)),
});

import * as z from 'zod';
import { SEAT_STATES } from '@/domain/desk/presence';
import { roomOf } from '@/domain/live/rooms';
import { audit } from '@/server/audit';
import type { Context, UserActor } from '@/server/context';
import { publish } from '@/server/live/publish';
import { PRESENT_WITHIN_SECONDS } from '@/server/tasks/seats-at-work';

export const setStateInput = z.object({ state: z.enum(SEAT_STATES) }).strict();

/** The agent says: accepting, paused or offline. Cards in hand stay. */
export async function setSeatState(ctx: Context<UserActor>, { state }: z.infer<typeof setStateInput>): Promise<void> {
  const { userId } = ctx.actor;
  await ctx.db.tx(async (tx) => {
    const [seat] = await tx.query<{ version: string; isPresent: boolean }>(
      `insert into seats (user_id, state) values ($1, $2)
       on conflict (user_id) do update set state = excluded.state, state_since = now(), version = seats.version + 1
       returning version, seen_at > now() - interval '${PRESENT_WITHIN_SECONDS} seconds' as "isPresent"`,
      [userId, state],
    );
    await publish(tx, [
      {
        topic: 'seat.changed',
        rooms: [roomOf.user(userId), roomOf.board()],
        id: userId,
        version: Number(seat?.version ?? 1),
        patch: { userId, state, isPresent: seat?.isPresent ?? false },
      },
    ]);
    await audit(tx, ctx.actor, 'seats.setState', userId, { state });
  });
  ctx.wakeFeed();
}

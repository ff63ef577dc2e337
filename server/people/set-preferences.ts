import * as z from 'zod';
import { audit } from '../audit';
import type { Context, UserActor } from '../context';

export const setPreferencesInput = z.strictObject({
  locale: z.enum(['zh-CN', 'en']).optional(),
  theme: z.enum(['system', 'light', 'dark']).optional(),
  density: z.enum(['normal', 'compact']).optional(),
});
export type SetPreferencesInput = z.infer<typeof setPreferencesInput>;

/** Keeps the language and the looks of the person who asks; what is left out stays. */
export async function setPreferences(ctx: Context<UserActor>, input: SetPreferencesInput): Promise<void> {
  await ctx.db.tx(async (tx) => {
    await tx.query(
      `update users set locale = coalesce($2, locale), theme = coalesce($3, theme),
         density = coalesce($4, density), updated_at = now() where id = $1`,
      [ctx.actor.userId, input.locale ?? null, input.theme ?? null, input.density ?? null],
    );
    await audit(tx, ctx.actor, 'people.setPreferences', ctx.actor.userId, { ...input });
  });
}

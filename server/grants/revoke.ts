import * as z from 'zod';
import { assertCan } from '../can';
import type { Context, UserActor } from '../context';
import { conflict, notFound } from '../errors';
import { endGrants } from './end-grants';

export const revokeGrantInput = z.strictObject({ grantId: z.string().regex(/^\d{1,18}$/) });
export type RevokeGrantInput = z.infer<typeof revokeGrantInput>;

/** Takes a grant back before its time; sockets and pages follow at once. Throws notFound, conflict when it is over. */
export async function revokeGrant(ctx: Context<UserActor>, { grantId }: RevokeGrantInput): Promise<void> {
  await ctx.db.tx(async (tx) => {
    const [grant] = await tx.query<{ groupId: string; isOver: boolean }>(
      `select group_id as "groupId", revoked_at is not null or expires_at <= now() as "isOver"
       from grants where id = $1::bigint for update`,
      [grantId],
    );
    if (!grant) throw notFound('grant');
    assertCan(ctx.actor, 'grants.revoke', grant, 'grant');
    if (grant.isOver) throw conflict('the grant is over already');
    await endGrants(tx, ctx.actor, [grantId], 'revoke');
  });
  ctx.wakeFeed();
}

import * as z from 'zod';
import type { Sql } from '@/db/client';
import { DAY_MS, type Instant, MINUTE_MS } from '@/domain/clocks/instant';
import { roomOf } from '@/domain/live/rooms';
import { audit } from '../audit';
import { can } from '../can';
import type { Context, Role, UserActor } from '../context';
import { conflict, forbidden, invalid, notFound } from '../errors';
import { LONGEST_GRANT_MS, RIGHT_IDS, RIGHTS, type RightId } from '../grant-table';
import { holdGroup } from '../groups/hold-group';
import { publish } from '../live/publish';
import { tellPeople } from '../notices/tell-people';

const instant = z.number().int().min(0).max(8_640_000_000_000_000);

export const giveGrantInput = z.strictObject({
  userId: z.string().min(1).max(64),
  right: z.enum(RIGHT_IDS),
  groupId: z.string().min(1).max(64),
  reason: z.string().trim().min(4).max(200),
  /** Epoch ms; null: from now on. */
  startsAt: instant.nullable(),
  expiresAt: instant,
});
export type GiveGrantInput = z.infer<typeof giveGrantInput>;

const FURTHEST_START_MS = 7 * DAY_MS;
const SHORTEST_MS = MINUTE_MS;

/** Whether somebody may hand out a right at all: an admin any, others what they may do themselves in that group. */
export const mayGive = (actor: UserActor, right: RightId, groupId: string): boolean =>
  actor.role === 'admin' || RIGHTS[right].actions.every((action) => can({ ...actor, grants: [] }, action, { groupId }));

function assertTimes(actor: UserActor, now: Instant, { startsAt, expiresAt }: GiveGrantInput): void {
  const from = Math.max(now, startsAt ?? now);
  const longestMs = LONGEST_GRANT_MS[actor.role];
  if (from - now > FURTHEST_START_MS)
    throw invalid('a grant begins within seven days', { field: 'startsAt', rule: 'too-far' });
  if (expiresAt - from < SHORTEST_MS)
    throw invalid('a grant lasts at least a minute', { field: 'expiresAt', rule: 'too-short' });
  if (expiresAt - from > longestMs)
    throw invalid('the grant is too long', { field: 'expiresAt', rule: 'too-long', longestMs });
}

interface Holder {
  readonly role: Role;
  readonly groupId: string | null;
  readonly isBanned: boolean;
}

/** Locks the person, so that a change of their role waits for the grant and then ends it. Throws what speaks against it. */
async function assertFits(tx: Sql, { userId, right, groupId }: GiveGrantInput): Promise<void> {
  const [holder] = await tx.query<Holder>(
    'select role, group_id as "groupId", banned as "isBanned" from users where id = $1 for no key update',
    [userId],
  );
  if (!holder || holder.isBanned) throw notFound('person');
  await holdGroup(tx, groupId);
  const { actions, holders } = RIGHTS[right];
  if (!(holders as readonly Role[]).includes(holder.role))
    throw invalid(`this right is not lent to a ${holder.role}`, { field: 'userId', rule: 'role' });
  const asHolder = { kind: 'user', userId, sessionId: '', username: '', name: '', grants: [], ...holder } as const;
  if (actions.every((action) => can(asHolder, action, { groupId })))
    throw invalid('the person has this right by their role', { field: 'right', rule: 'has-it' });
}

/**
 * Lends a right in one group for a time, with the reason. Holder and giver's pages hear of it. Throws notFound for the
 * person, invalid for a group, right or time that does not fit, forbidden for a right the giver does not have, conflict when
 * the person holds it already.
 */
export async function giveGrant(ctx: Context<UserActor>, input: GiveGrantInput): Promise<{ readonly grantId: string }> {
  const { userId, right, groupId, reason, startsAt, expiresAt } = input;
  if (userId === ctx.actor.userId) throw forbidden('nobody lends a right to themselves');
  if (!mayGive(ctx.actor, right, groupId)) throw forbidden('only rights of one’s own can be lent');
  const grantId = await ctx.db.tx(async (tx) => {
    const [clock] = await tx.query<{ now: Instant }>('select now() as now');
    assertTimes(ctx.actor, clock?.now ?? 0, input);
    await assertFits(tx, input);
    const [same] = await tx.query(
      `select 1 from grants where user_id = $1 and right_id = $2 and group_id = $3 and revoked_at is null
         and expires_at > now() and starts_at < at_ms($4) limit 1`,
      [userId, right, groupId, expiresAt],
    );
    if (same) throw conflict('the person holds this right already');
    const [added] = await tx.query<{ id: string }>(
      `insert into grants (user_id, right_id, group_id, reason, granted_by, starts_at, expires_at)
       values ($1, $2, $3, $4, $5, coalesce(greatest(at_ms($6), now()), now()), at_ms($7)) returning id`,
      [userId, right, groupId, reason, ctx.actor.userId, startsAt, expiresAt],
    );
    const id = added?.id ?? '';
    await audit(tx, ctx.actor, 'grants.give', id, { userId, right, groupId, startsAt, expiresAt });
    await tellPeople(tx, [userId], 'grant-given', { grantId: id, userId, right, groupId });
    const rooms = [roomOf.user(userId), roomOf.user(ctx.actor.userId)];
    await publish(tx, [{ topic: 'grant.changed', rooms, id, version: 1, patch: { grantId: id, userId } }]);
    return id;
  });
  ctx.wakeFeed();
  return { grantId };
}

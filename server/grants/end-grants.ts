import type { Sql } from '@/db/client';
import { roomOf } from '@/domain/live/rooms';
import { audit } from '../audit';
import { type Actor, actorId, type Role } from '../context';
import { includesAction } from '../grant-table';
import { publish } from '../live/publish';
import { tellPeople } from '../notices/tell-people';
import { releaseCardsOutside } from '../tasks/release-cards';
import { activeGrants } from './active-grants';

interface EndedGrant {
  readonly grantId: string;
  readonly userId: string;
  readonly right: string;
  readonly groupId: string;
  readonly grantedBy: string;
  readonly version: number;
}

/** How a grant ended: its time was over, or somebody took it back. */
export type GrantEnd = 'expire' | 'revoke';

/**
 * Ends these grants, which the caller has locked, in the caller's transaction: cards in groups that the holder can no longer
 * see go back to their queues, holder and giver are told, every node and page hears of it. One audit row a grant.
 */
export async function endGrants(tx: Sql, actor: Actor, grantIds: readonly string[], how: GrantEnd): Promise<void> {
  const ended = await tx.query<EndedGrant>(
    `update grants set revoked_at = now(), revoked_by = $2, version = version + 1
     where id = any ($1::bigint[]) and revoked_at is null
     returning id as "grantId", user_id as "userId", right_id as "right", group_id as "groupId",
       granted_by as "grantedBy", version::int as version`,
    [grantIds, actorId(actor)],
  );
  for (const userId of new Set(ended.map((grant) => grant.userId))) await releaseUnseenCards(tx, userId);
  for (const grant of ended) {
    const { grantId, userId, right, groupId } = grant;
    const audience = [...new Set([userId, grant.grantedBy])];
    await audit(tx, actor, `grants.${how}`, grantId, { userId, right, groupId });
    await tellPeople(tx, audience, how === 'expire' ? 'grant-expired' : 'grant-revoked', {
      grantId,
      userId,
      right,
      groupId,
    });
    await publish(tx, [
      {
        topic: 'grant.changed',
        rooms: audience.map(roomOf.user),
        id: grantId,
        version: grant.version,
        patch: { grantId, userId },
      },
    ]);
  }
}

/** Gives back the cards that a person holds in groups which neither their role nor another grant lets them open. */
async function releaseUnseenCards(tx: Sql, userId: string): Promise<void> {
  const [holder] = await tx.query<{ role: Role; groupId: string | null }>(
    'select role, group_id as "groupId" from users where id = $1',
    [userId],
  );
  if (!holder || holder.role === 'manager') return;
  const left = (await activeGrants(tx, [userId])).get(userId) ?? [];
  const seen = left.filter((grant) => includesAction(grant.right, 'tasks.open')).map((grant) => grant.groupId);
  await releaseCardsOutside(tx, userId, holder.groupId === null ? seen : [...seen, holder.groupId]);
}

/** Ends every grant that a person holds or has given, since their own rights are about to change. */
export async function endGrantsAround(tx: Sql, actor: Actor, userId: string): Promise<void> {
  const rows = await tx.query<{ id: string }>(
    'select id from grants where revoked_at is null and (user_id = $1 or granted_by = $1) order by id for update',
    [userId],
  );
  await endGrants(
    tx,
    actor,
    rows.map(({ id }) => id),
    'revoke',
  );
}

import type { Instant } from '@/domain/clocks/instant';
import { roomOf } from '@/domain/live/rooms';
import { can } from '../can';
import { type Action, CAN } from '../can-table';
import type { Context, Role, UserActor } from '../context';
import { notFound } from '../errors';
import type { RightId } from '../grant-table';

/** A right lent to the person who asks. */
export interface MyGrant {
  readonly grantId: string;
  readonly right: RightId;
  readonly groupName: string;
  readonly expiresAt: Instant;
}

export interface Me {
  readonly userId: string;
  readonly username: string;
  readonly name: string;
  readonly role: Role;
  readonly groupId: string | null;
  readonly groupName: string | null;
  readonly locale: string;
  readonly theme: string;
  readonly density: string;
  /** Rights lent to this person for a time, the one that ends first on top. */
  readonly grants: readonly MyGrant[];
  /** What this role and these grants allow at all: menus and buttons show nothing else. */
  readonly actions: readonly Action[];
  /** The room of this person's own changes. */
  readonly room: string;
}

async function myGrants({ db, actor }: Context<UserActor>): Promise<MyGrant[]> {
  if (actor.grants.length === 0) return [];
  const groups = await db.query<{ id: string; name: string }>('select id, name from groups where id = any ($1)', [
    actor.grants.map((grant) => grant.groupId),
  ]);
  const nameOf = new Map(groups.map(({ id, name }) => [id, name]));
  return actor.grants
    .map(({ grantId, right, groupId, expiresAt }) => ({
      ...{ grantId, right, expiresAt },
      groupName: nameOf.get(groupId) ?? '',
    }))
    .sort((a, b) => a.expiresAt - b.expiresAt);
}

/** Who is signed in, their preferences and what they may do. */
export async function readMe(ctx: Context<UserActor>): Promise<Me> {
  const [row] = await ctx.db.query<Omit<Me, 'actions' | 'room' | 'grants'>>(
    `select u.id as "userId", u.username, u.name, u.role, u.group_id as "groupId", g.name as "groupName", u.locale, u.theme,
       u.density
     from users u left join groups g on g.id = u.group_id where u.id = $1`,
    [ctx.actor.userId],
  );
  if (!row) throw notFound('person');
  const actions = (Object.keys(CAN) as Action[]).filter((action) => can(ctx.actor, action));
  return { ...row, actions, grants: await myGrants(ctx), room: roomOf.user(row.userId) };
}

import type { Context, Role, UserActor } from '../context';
import { LONGEST_GRANT_MS, RIGHT_IDS, RIGHTS, type RightId } from '../grant-table';
import { mayGive } from './give';

export interface GrantChoices {
  readonly people: readonly {
    readonly userId: string;
    readonly name: string;
    readonly role: Role;
    readonly groupName: string | null;
  }[];
  readonly groups: readonly { readonly groupId: string; readonly name: string }[];
  /** What the caller may lend, and to whom. */
  readonly rights: readonly { readonly right: RightId; readonly holders: readonly Role[] }[];
  readonly longestMs: number;
}

/** What the dialog that lends a right offers to this caller. */
export async function grantChoices(ctx: Context<UserActor>): Promise<GrantChoices> {
  const [people, groups] = await Promise.all([
    ctx.db.query<GrantChoices['people'][number]>(
      `select u.id as "userId", u.name, u.role, g.name as "groupName" from users u left join groups g on g.id = u.group_id
       where not u.banned and u.id <> $1 and u.role = any ($2) order by g.name, u.name, u.id limit 2000`,
      [ctx.actor.userId, [...new Set(RIGHT_IDS.flatMap((right) => RIGHTS[right].holders))]],
    ),
    ctx.db.query<GrantChoices['groups'][number]>('select id as "groupId", name from groups order by name, id'),
  ]);
  const rights = RIGHT_IDS.filter((right) => groups.some(({ groupId }) => mayGive(ctx.actor, right, groupId)));
  return {
    people,
    groups,
    rights: rights.map((right) => ({ right, holders: RIGHTS[right].holders })),
    longestMs: LONGEST_GRANT_MS[ctx.actor.role],
  };
}

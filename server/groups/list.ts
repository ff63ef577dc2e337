import type { Context, UserActor } from '../context';

export interface Group {
  readonly groupId: string;
  readonly name: string;
  readonly region: string | null;
  readonly memberCount: number;
}

/** All groups by name, with how many people each has. */
export const listGroups = (ctx: Context<UserActor>): Promise<readonly Group[]> =>
  ctx.db.query<Group>(
    `select g.id as "groupId", g.name, g.region,
       (select count(*)::int from users u where u.group_id = g.id) as "memberCount"
     from groups g order by g.name, g.id`,
  );

import type { Context, UserActor } from '../context';
import { IS_AT_WORK } from '../tasks/seats-at-work';

export interface GroupOverview {
  readonly groupId: string;
  readonly name: string;
  readonly region: string | null;
  /** Everybody in the group, deactivated people too. */
  readonly people: number;
  /** Agents and supervisors who can sign in: those who can be given cards. */
  readonly seats: number;
  /** Of these, who accepts cards and has a page open now. */
  readonly seatsAtWork: number;
  readonly shops: number;
  readonly openCards: number;
}

/** All groups by name, with what belongs to each. */
export const readGroupOverview = (ctx: Context<UserActor>): Promise<readonly GroupOverview[]> =>
  ctx.db.query<GroupOverview>(
    `select g.id as "groupId", g.name, g.region, m.people, m.seats, m."seatsAtWork",
       (select count(*)::int from shops s where s.group_id = g.id) as shops,
       (select count(*)::int from tasks t where t.group_id = g.id and t.state = 'open') as "openCards"
     from groups g cross join lateral (
       select count(*)::int as people,
         count(*) filter (where not u.banned and u.role in ('agent', 'supervisor'))::int as seats,
         count(*) filter (where not u.banned and u.role in ('agent', 'supervisor') and ${IS_AT_WORK})::int as "seatsAtWork"
       from users u left join seats s on s.user_id = u.id where u.group_id = g.id) m
     order by g.name, g.id`,
  );

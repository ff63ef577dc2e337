import type { Instant } from '@/domain/clocks/instant';
import type { SeatState } from '@/domain/desk/presence';
import { groupFilter } from '../can';
import type { Context, Role, UserActor } from '../context';

export interface Person {
  readonly userId: string;
  readonly username: string;
  readonly name: string;
  readonly role: Role;
  readonly groupId: string | null;
  readonly groupName: string | null;
  readonly seatState: SeatState;
  readonly isPresent: boolean;
  /** How many sign-ins of theirs are alive. */
  readonly sessionCount: number;
  readonly createdAt: Instant;
}

/** Everybody the actor may see, by role and name; a supervisor sees the own group. */
export async function listPeople(ctx: Context<UserActor>): Promise<readonly Person[]> {
  const filter = groupFilter(ctx.actor, 'people.list');
  return ctx.db.query<Person>(
    `select u.id as "userId", u.username, u.name, u.role, u.group_id as "groupId", g.name as "groupName",
       coalesce(s.state, 'offline') as "seatState",
       coalesce(s.seen_at > now() - interval '15 s', false) as "isPresent",
       (select count(*)::int from sessions x where x.user_id = u.id and x.expires_at > now()) as "sessionCount",
       u.created_at as "createdAt"
     from users u left join groups g on g.id = u.group_id left join seats s on s.user_id = u.id
     where $1::text is null or u.group_id = $1
     order by u.role, u.name, u.id limit 2000`,
    [filter?.groupId ?? null],
  );
}

import type { Instant } from '@/domain/clocks/instant';
import type { SeatState } from '@/domain/desk/presence';
import { SEAT_CAPACITY } from '@/domain/desk/skill';
import { groupScope } from '../can';
import type { Context, Role, UserActor } from '../context';
import { inGroups } from '../groups/in-groups';

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
  /** False: access was taken away, what they did is kept. */
  readonly isActive: boolean;
  /** False: an admin has to set a password before they can sign in. */
  readonly isPasswordSet: boolean;
  /** Cards of tiers that ask for a skill come to seats that have it. */
  readonly skills: readonly string[];
  /** Open cards the seat can have in hand at once. */
  readonly capacity: number;
  readonly inHand: number;
  readonly createdAt: Instant;
}

/** Everybody the actor may see, active ones first, by role and name; a supervisor sees the own group. */
export async function listPeople(ctx: Context<UserActor>): Promise<readonly Person[]> {
  const groups = groupScope(ctx.actor, 'people.list');
  return ctx.db.query<Person>(
    `select u.id as "userId", u.username, u.name, u.role, u.group_id as "groupId", g.name as "groupName",
       coalesce(s.state, 'offline') as "seatState",
       coalesce(s.seen_at > now() - interval '15 s', false) as "isPresent",
       (select count(*)::int from sessions x where x.user_id = u.id and x.expires_at > now()) as "sessionCount",
       not u.banned as "isActive",
       not exists (select 1 from accounts a where a.user_id = u.id and not a.is_password_set) as "isPasswordSet",
       coalesce(s.skills, '{}') as skills, coalesce(s.capacity, ${SEAT_CAPACITY.usual}) as capacity,
       (select count(*)::int from tasks t where t.seat_id = u.id and t.state = 'open') as "inHand",
       u.created_at as "createdAt"
     from users u left join groups g on g.id = u.group_id left join seats s on s.user_id = u.id
     where ${inGroups('u.group_id', '$1', groups)}
     order by u.banned, array_position(array['admin', 'manager', 'supervisor', 'agent'], u.role), u.name, u.id limit 2000`,
    [groups],
  );
}

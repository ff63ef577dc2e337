import { roomOf } from '@/domain/live/rooms';
import { can } from '../can';
import { type Action, CAN } from '../can-table';
import type { Context, Role, UserActor } from '../context';
import { notFound } from '../errors';

export interface Me {
  readonly userId: string;
  readonly username: string;
  readonly name: string;
  readonly role: Role;
  readonly groupId: string | null;
  readonly groupName: string | null;
  readonly locale: string;
  readonly theme: string;
  /** What this role may do at all: menus and buttons show nothing else. */
  readonly actions: readonly Action[];
  /** The room of this person's own changes. */
  readonly room: string;
}

/** Who is signed in, their preferences and what they may do. */
export async function readMe(ctx: Context<UserActor>): Promise<Me> {
  const [row] = await ctx.db.query<Omit<Me, 'actions' | 'room'>>(
    `select u.id as "userId", u.username, u.name, u.role, u.group_id as "groupId", g.name as "groupName", u.locale, u.theme
     from users u left join groups g on g.id = u.group_id where u.id = $1`,
    [ctx.actor.userId],
  );
  if (!row) throw notFound('person');
  const actions = (Object.keys(CAN) as Action[]).filter((action) => can(ctx.actor, action));
  return { ...row, actions, room: roomOf.user(row.userId) };
}

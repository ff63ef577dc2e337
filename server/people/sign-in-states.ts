import type { Instant } from '@/domain/clocks/instant';
import { IS_ALIVE } from '../auth/session-life';
import { ACCOUNT_KEY, WAITS_UNTIL } from '../auth/throttle';
import type { Context, Role, UserActor } from '../context';

/** How safely somebody signs in, and what keeps them from it. */
export interface SignInState {
  readonly userId: string;
  readonly username: string;
  readonly name: string;
  readonly role: Role;
  readonly hasSecondFactor: boolean;
  /** Until when no password or code of theirs is taken, after too many wrong ones; null: they may try. */
  readonly lockedUntil: Instant | null;
  /** Wrong passwords since the last sign-in, within the last quarter of an hour. */
  readonly failedAttempts: number;
  readonly sessionCount: number;
}

/** Everybody who can sign in, those who are locked out first. */
export const listSignInStates = (ctx: Context<UserActor>): Promise<SignInState[]> =>
  ctx.db.query<SignInState>(
    `select u.id as "userId", u.username, u.name, u.role, u.two_factor_enabled as "hasSecondFactor",
       greatest(${WAITS_UNTIL}, case when f.locked_until > now() then f.locked_until end) as "lockedUntil",
       case when a.last_at > now() - interval '15 minutes' then a.attempts else 0 end as "failedAttempts",
       (select count(*)::int from sessions s where s.user_id = u.id and ${IS_ALIVE}) as "sessionCount"
     from users u left join sign_in_attempts a on a.account = ${ACCOUNT_KEY} left join two_factors f on f.user_id = u.id
     where not u.banned order by 6 nulls last, u.role, u.name, u.id limit 2000`,
  );

import type { Instant } from '@/domain/clocks/instant';
import { IS_ALIVE } from '../auth/session-life';
import type { Context, UserActor } from '../context';

/** A browser in which somebody is signed in. */
export interface OwnSession {
  readonly sessionId: string;
  /** What the browser said of itself when it signed in. */
  readonly userAgent: string;
  readonly since: Instant;
  readonly lastSeenAt: Instant;
  /** The one that asks. */
  readonly isThis: boolean;
}

/** Where the caller is signed in, this browser first, then the one seen last. */
export const listSessions = (ctx: Context<UserActor>): Promise<OwnSession[]> =>
  ctx.db.query<OwnSession>(
    `select s.id as "sessionId", coalesce(s.user_agent, '') as "userAgent", s.created_at as since,
       s.seen_at as "lastSeenAt", s.id = $2 as "isThis"
     from sessions s where s.user_id = $1 and ${IS_ALIVE} order by s.id = $2 desc, s.seen_at desc, s.id limit 100`,
    [ctx.actor.userId, ctx.actor.sessionId],
  );

import type { Instant } from '@/domain/clocks/instant';
import type { Tier } from '@/domain/tiers/tier';
import type { Context, UserActor } from '@/server/context';

/** How far the open cards have come over to a version. */
export interface TierProgress {
  readonly total: number;
  readonly done: number;
  readonly changed: number;
  readonly overdue: number;
  readonly finishedAt: Instant | null;
}
/** The tiers in force. */
export interface TiersInForce {
  readonly version: number;
  readonly tiers: readonly Tier[];
  readonly publishedAt: Instant;
  readonly publishedBy: string | null;
  readonly progress: TierProgress;
  /** Open cards in each tier, by tier id. */
  readonly openCards: Readonly<Record<string, number>>;
}

/** SQL of a TierProgress, from tier_sets s. */
export const PROGRESS = `jsonb_build_object('total', s.cards_total, 'done', s.cards_done, 'changed', s.cards_changed,
  'overdue', s.cards_overdue, 'finishedAt', floor(extract(epoch from s.finished_at) * 1000)) as progress`;

/** The tiers in force with who published them, how many open cards each has, and how far the open cards have come over. */
export async function listTiers(ctx: Context<UserActor>): Promise<TiersInForce> {
  const [row] = await ctx.db.query<TiersInForce>(
    `select s.version, s.tiers, s.published_at as "publishedAt", u.name as "publishedBy", ${PROGRESS},
       (select coalesce(jsonb_object_agg(c.tier_id, c.n), '{}') from (
         select tier_id, count(*) as n from tasks where state = 'open' group by 1) c) as "openCards"
     from tier_sets s left join users u on u.id = s.published_by where s.is_active`,
  );
  if (!row) throw new Error('no tiers are in force: run the set-up');
  return row;
}

import type { Instant } from '@/domain/clocks/instant';
import { groupScope } from '../can';
import type { Context, UserActor } from '../context';

/** A hold that stands: pushes are taken and stored, and nothing is made of them. */
export interface HoldRow {
  readonly holdId: string;
  /** null: every shop is held. */
  readonly shopId: string | null;
  readonly shopName: string | null;
  readonly reason: string;
  readonly placedByName: string;
  readonly placedAt: Instant;
  /** Messages let go a second; null: none are. */
  readonly releaseRate: number | null;
  /** Messages that wait (counted up to 100,000). */
  readonly left: number;
}

const COUNT_UP_TO = 100_000;

/** Of the held messages, those that this hold keeps: a shop's own hold comes before that of all. */
export const KEPT_BY = `k.state = 6 and case when h.shop_id is not null then k.shop_id = h.shop_id
  else not exists (select 1 from inbox_holds own where own.shop_id = k.shop_id and own.ended_at is null) end`;

/** The holds that stand over shops in the caller's reach, the oldest first. */
export async function listHolds(ctx: Context<UserActor>): Promise<HoldRow[]> {
  const groups = groupScope(ctx.actor, 'holds.list');
  return ctx.db.query<HoldRow>(
    `select h.id::text as "holdId", h.shop_id as "shopId", s.name as "shopName", h.reason, u.name as "placedByName",
       h.placed_at as "placedAt", h.release_rate as "releaseRate",
       (select count(*)::int from (select 1 from inbox_keys k where ${KEPT_BY} limit ${COUNT_UP_TO}) x) as left
     from inbox_holds h join users u on u.id = h.placed_by left join shops s on s.id = h.shop_id
     where h.ended_at is null and (h.shop_id is null or $1::text[] is null or s.group_id = any ($1)) order by h.id`,
    [groups],
  );
}

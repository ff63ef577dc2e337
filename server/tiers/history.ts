import * as z from 'zod';
import type { Instant } from '@/domain/clocks/instant';
import { diffTiers, type TierChange } from '@/domain/tiers/diff-tiers';
import type { Tier } from '@/domain/tiers/tier';
import type { Context, UserActor } from '@/server/context';
import { PROGRESS, type TierProgress } from './list';

export const historyInput = z.strictObject({
  /** Versions before this one. */
  before: z.number().int().min(1).optional(),
});

/** One published version of the tiers. */
export interface TierVersion {
  readonly version: number;
  readonly tiers: readonly Tier[];
  readonly isActive: boolean;
  readonly publishedAt: Instant;
  /** null: the set-up. */
  readonly publishedBy: string | null;
  readonly note: string;
  /** The earlier version that says the same. */
  readonly restores: number | null;
  readonly progress: TierProgress;
  /** Against the version before it. */
  readonly changes: readonly TierChange[];
}

const PAGE = 20;

/** What was published, newest first: who, when, why, and what it changed. */
export async function tierHistory(
  ctx: Context<UserActor>,
  { before }: z.infer<typeof historyInput>,
): Promise<{ versions: TierVersion[]; next: number | null }> {
  const rows = await ctx.db.query<Omit<TierVersion, 'changes'>>(
    `select s.version, s.tiers, s.is_active as "isActive", s.published_at as "publishedAt", u.name as "publishedBy",
       s.note, s.restores, ${PROGRESS}
     from tier_sets s left join users u on u.id = s.published_by
     where $1::int is null or s.version < $1 order by s.version desc limit ${PAGE + 1}`,
    [before ?? null],
  );
  const versions = rows.slice(0, PAGE).map((row, index) => ({
    ...row,
    changes: diffTiers(rows[index + 1]?.tiers ?? row.tiers, row.tiers),
  }));
  return { versions, next: rows.length > PAGE ? (versions.at(-1)?.version ?? null) : null };
}

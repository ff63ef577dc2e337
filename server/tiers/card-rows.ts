import type { Instant } from '@/domain/clocks/instant';
import type { DeadlineKind } from '@/domain/desk/task';
import type { CardUnderTier } from '@/domain/tiers/retier';
import { NO_FACTS, type TierFacts } from '@/domain/tiers/tier';
import type { OrderClass } from '@/domain/triage/verdict';

/** What decides whether other tiers change an open card at all. */
interface JudgedCard {
  readonly id: string;
  readonly tierId: string;
  readonly tierVersion: number;
  readonly facts: TierFacts | null;
}
/** What they then make of its deadlines. */
interface CardTimes {
  readonly id: string;
  readonly class: OrderClass | null;
  readonly tierSince: Instant;
  readonly classSince: Instant;
  readonly waitingSince: Instant | null;
  readonly warnAt: Instant | null;
  readonly dueAt: Instant;
  readonly dueKind: DeadlineKind;
  readonly workWarnAt: Instant | null;
  readonly workDueAt: Instant;
  readonly workDueKind: DeadlineKind;
}

export type CardRow = JudgedCard & CardTimes;

/** The columns of each, from tasks t. */
export const JUDGED_COLUMNS = `t.id, t.tier_id as "tierId", t.tier_version as "tierVersion", t.tier_facts as facts`;
export const TIME_COLUMNS = `t.id, t.class, t.tier_since as "tierSince", t.class_since as "classSince", t.waiting_since as "waitingSince", t.warn_at as "warnAt",
  t.due_at as "dueAt", t.due_kind as "dueKind", t.work_warn_at as "workWarnAt", t.work_due_at as "workDueAt",
  t.work_due_kind as "workDueKind"`;

export const cardUnderTier = ({ facts, ...row }: CardRow): CardUnderTier => ({ ...row, facts: facts ?? NO_FACTS });

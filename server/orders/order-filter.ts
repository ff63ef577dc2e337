import * as z from 'zod';
import { STAGE_LIMITS } from '@/domain/clocks/stage-limits';
import { BOARD_STATES } from '@/domain/order/board-state';
import { STAGES } from '@/domain/order/lifecycle';
import { PLATFORMS } from '@/domain/order/platform';
import { MAINLAND_REGIONS, REGIONS } from '@/domain/order/region';
import { RISK_MARKS } from '@/domain/order/risk-marks';
import { ORDER_CLASSES } from '@/domain/triage/verdict';
import { IN_CONFLICT } from '@/server/conflicts/share';
import { IS_APART, IS_ONE_APART } from '@/server/merges/apart';
import { IS_TRACE_STALE, LAST_SCAN_AT } from '@/server/parcels/stale';
import { SHIP_DUE_CONDITION, SHIP_DUE_FILTERS } from './ship-due';

/** A region of the board; 'other' is everything outside the mainland's seven, and orders whose region is not known. */
export const REGION_FILTERS = [...REGIONS, 'unknown', 'other'] as const;
export const CARD_FILTERS = ['open', 'overdue', 'unclaimed'] as const;
/** judged: the rules have seen it; flagged: abnormal or to be confirmed; passed: released by the rules. */
export const VERDICT_FILTERS = ['judged', 'flagged', 'passed'] as const;
/** A high-risk mark of one kind, or any. */
export const MARK_FILTERS = ['any', ...RISK_MARKS] as const;

const instant = z.number().int().min(0).max(8_640_000_000_000_000);

export const orderFilter = z
  .object({
    platform: z.enum(PLATFORMS).optional(),
    region: z.enum(REGION_FILTERS).optional(),
    state: z.enum(BOARD_STATES).optional(),
    /** Leaves out imported history, as the board does. */
    stage: z.enum(STAGES).optional(),
    /** true: past the warning line of the stage it stands in. */
    isLate: z.boolean().optional(),
    /** By when its platform wants it to leave: within hours, or before now. */
    shipDue: z.enum(SHIP_DUE_FILTERS).optional(),
    class: z.enum(ORDER_CLASSES).optional(),
    verdict: z.enum(VERDICT_FILTERS).optional(),
    /** Day of placing in Asia/Shanghai, "2026-11-11". */
    day: z.iso.date().optional(),
    /** Placed within this many past minutes. */
    withinMinutes: z.number().int().min(1).max(10_080).optional(),
    /** Placed at or after, and before, in epoch ms. */
    placedFrom: instant.optional(),
    placedBefore: instant.optional(),
    card: z.enum(CARD_FILTERS).optional(),
    mark: z.enum(MARK_FILTERS).optional(),
    /** true: its sources contradict each other. */
    isInConflict: z.boolean().optional(),
    /** true: another open order of its buyer and address is not merged with it. */
    isMergeable: z.boolean().optional(),
    /** false leaves out imported history. */
    isHistory: z.boolean().optional(),
  })
  .strict();
export type OrderFilter = z.infer<typeof orderFilter>;

/** SQL over orders o that the board's figures and the lists behind them share, so that they cannot differ. */
export const VERDICT_CONDITION: Readonly<Record<(typeof VERDICT_FILTERS)[number], string>> = {
  judged: 'o.verdict is not null',
  flagged: "o.class in ('abnormal', 'confirm')",
  passed: "o.verdict->>'route' = 'pass'",
};

const warnSeconds = STAGES.map((stage) => `when '${stage}' then ${STAGE_LIMITS[stage].warnMs / 1_000}`).join(' ');
/**
 * Past the warning line of its stage. An unpaid order has no payment clock, so payment is never late here. Where a courier's
 * traces are followed they count: delivery counts from the last scan, and a source that has fallen silent is unknown, not late.
 */
export const LATE_CONDITION = `(o.stage is not null and o.stage <> 'payment' and not o.is_history
  and o.stage_since < now() - make_interval(secs => case o.stage ${warnSeconds} end)
  and (o.stage not in ('collection', 'delivery') or not ${IS_TRACE_STALE}
    and (o.stage <> 'delivery' or coalesce(${LAST_SCAN_AT}, 'epoch')
      < now() - make_interval(secs => ${STAGE_LIMITS.delivery.warnMs / 1_000}))))`;

const CARD_CONDITION: Readonly<Record<(typeof CARD_FILTERS)[number], string>> = {
  open: 't.id is not null',
  overdue: 't.is_overdue',
  unclaimed: 't.id is not null and t.seat_id is null',
};

const MAINLAND = MAINLAND_REGIONS.map((region) => `'${region}'`).join(', ');

type Bind = (value: unknown) => string;

function whereItStands(filter: OrderFilter, bind: Bind) {
  return [
    filter.platform && `o.platform = ${bind(filter.platform)}`,
    filter.region === 'other' && `(o.region is null or o.region not in (${MAINLAND}))`,
    filter.region && filter.region !== 'other' && `o.region = ${bind(filter.region)}`,
    filter.state && `o.board_state = ${bind(filter.state)}`,
    filter.stage && `o.stage = ${bind(filter.stage)} and not o.is_history`,
    filter.isLate !== undefined && (filter.isLate ? LATE_CONDITION : `not ${LATE_CONDITION}`),
    filter.shipDue && SHIP_DUE_CONDITION[filter.shipDue],
    filter.class && `o.class = ${bind(filter.class)}`,
    filter.verdict && VERDICT_CONDITION[filter.verdict],
    filter.card && CARD_CONDITION[filter.card],
    filter.mark && 'o.marks is not null',
    filter.mark &&
      filter.mark !== 'any' &&
      `o.marks @> jsonb_build_array(jsonb_build_object('kind', ${bind(filter.mark)}::text))`,
    filter.isInConflict !== undefined && (filter.isInConflict ? IN_CONFLICT : `not ${IN_CONFLICT}`),
    filter.isMergeable !== undefined && (filter.isMergeable ? IS_ONE_APART : `not ${IS_APART}`),
    filter.isHistory !== undefined && `o.is_history = ${bind(filter.isHistory)}`,
  ];
}

function whenPlaced(filter: OrderFilter, bind: Bind) {
  return [
    filter.day && `o.placed_on = ${bind(filter.day)}::date`,
    filter.withinMinutes && `o.placed_at > now() - make_interval(mins => ${bind(filter.withinMinutes)}::int)`,
    filter.placedFrom !== undefined && `o.placed_at >= at_ms(${bind(filter.placedFrom)})`,
    filter.placedBefore !== undefined && `o.placed_at < at_ms(${bind(filter.placedBefore)})`,
  ];
}

/** SQL of a filter over orders o and their open task t, with its parameters from `$first` on. */
export function filterSql(filter: OrderFilter, first: number): { where: string; params: unknown[] } {
  const params: unknown[] = [];
  const bind = (value: unknown) => {
    params.push(value);
    return `$${first + params.length - 1}`;
  };
  const parts = [...whereItStands(filter, bind), ...whenPlaced(filter, bind)].filter(
    (part): part is string => typeof part === 'string',
  );
  return { where: parts.length > 0 ? parts.join(' and ') : 'true', params };
}

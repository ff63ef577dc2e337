/** Start of today in Asia/Shanghai, as SQL: the day the trade counts in. */
export const TODAY = "(date_trunc('day', now() at time zone 'Asia/Shanghai') at time zone 'Asia/Shanghai')";

/**
 * SQL columns with one agent's figures of today, over tasks d closed by that agent: done, mean handling time
 * (seat to close), mean first reply (open to first reply), and in basis points how often a card was real.
 */
export const DAY_FIGURES = `count(*)::int as "doneToday",
  (avg(extract(epoch from d.closed_at - coalesce(d.seat_since, d.opened_at))) * 1000)::float8 as "meanHandleMs",
  (avg(extract(epoch from d.first_reply_at - d.opened_at)) * 1000)::float8 as "firstReplyMs",
  (10000.0 * count(*) filter (where d.disposition = 'true')
    / nullif(count(*) filter (where d.disposition in ('true', 'false-alarm')), 0))::float8 as "precisionBp"`;

export interface DayFigures {
  readonly doneToday: number;
  readonly meanHandleMs: number | null;
  readonly firstReplyMs: number | null;
  readonly precisionBp: number | null;
}
